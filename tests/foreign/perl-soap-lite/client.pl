# A foreign client: Perl SOAP::Lite, message by message; the password is given when challenged.
use strict;
use warnings;
use utf8;
use MIME::Base64 'encode_base64';
use POSIX 'strftime';
use SOAP::Lite;

binmode STDOUT, ':utf8';
my $WORKER = 'PNIMRA70A01H501P';
my $NOTE = 'Influenza: febbre e tosse, è già a letto';
my $CERT = 'http://cert.sanita.finanze.it/';
my $password = 'prova';
my @passed;

sub SOAP::Transport::HTTP::Client::get_basic_credentials { return ('PROVAX00X00X000Y', $password) }

sub check {
    my ($name, $holds) = @_;
    die "perl-soap-lite: FAILED $name\n" unless $holds;
    push @passed, $name;
}

sub sealed {
    my ($text) = @_;
    my $secret = qx(printf %s '$text' | openssl pkeyutl -encrypt -certin -inkey "\$PEM" -pkeyopt rsa_padding_mode:pkcs1);
    return encode_base64($secret, '');
}

# Members in the order of the schema: pairs of a name and a text, or a name and a list of such pairs.
sub members {
    my @made;
    while (my ($name, $value) = splice @_, 0, 2) {
        push @made, SOAP::Data->name($name => ref $value ? \SOAP::Data->value(members(@$value)) : $value);
    }
    return @made;
}

my $soap = SOAP::Lite->new->proxy($ENV{ENDPOINT}, ssl_opts => { SSL_ca_file => $ENV{CA}, verify_hostname => 1 });
$soap->autotype(0);                     # else every text says xsi:type="xsd:string", which is not the schema's type
$soap->on_action(sub { '""' });
$soap->on_fault(sub { return $_[1] });
$soap->serializer->encodingStyle('');

sub call {
    my ($element, @members) = @_;
    return $soap->call(SOAP::Data->name("cert:$element")->attr({ 'xmlns:cert' => $CERT }), members(@members));
}

my @who = (
    medico => [pincode => sealed('1234567890'), codiceRegione => '120', codiceAsl => '201'],
    lavoratore => [codiceFiscale => sealed($WORKER)],
);
my $day = sub { strftime('%Y-%m-%d', localtime(time + 86400 * $_[0])) };

my $person = call('interrogazioneLavoratoreRequest', @who)->valueof('//ricevutaOkInterrogazioneLavoratore');
check('interrogazione', $person->{cognome} && $person->{nome});

my @message = (
    @who,
    residenza => [via => 'Via Nazionale', civico => '1', cap => '00184', codiceCatastale => 'H501'],
    malattia => [
        ruoloMedico => 'S', dataRilascio => $day->(0), dataInizio => $day->(0), dataFine => $day->(5), visita => 'A', tipoCertificato => 'I',
        diagnosi => [codiceDiagnosi => '487.1', noteDiagnosi => $NOTE],
    ],
);
my $puc = call('invioMalattiaRequest', @message)->valueof('//ricevutaOkInvioMalattia/idCertificato');
check('invio', $puc =~ /^\d{9}$/);
check('invio, di nuovo', index(call('invioMalattiaRequest', @message)->valueof('//ricevutaNonOk/errore/descrizione'), $puc) >= 0);

my $states = sub {
    return map { $_->{idCertificato} => $_->{annullato} } call('ricercaMalattiaRequest', @who)->valueof('//datiCertificato');
};
my %found = $states->();
check('ricerca', $found{$puc} eq 'false');

my $printed = call('ristampaMalattiaRequest', @who, idCertificato => $puc)->valueof('//ricevutaOkRistampaMalattia');
check('ristampa', $printed->{lavoratore}{codiceFiscale} eq $WORKER && $printed->{malattia}{diagnosi}{noteDiagnosi} eq $NOTE);

my $shorter = call('rettificaMalattiaRequest', @who, idCertificato => $puc, dataFine => $day->(3))->valueof('//ricevutaOkRettificaMalattia');
check('rettifica', $shorter->{idCertificato} ne $puc && $shorter->{malattia}{dataFine} eq $day->(3));

my $cancelled = call('annullamentoMalattiaRequest', @who, idCertificato => $shorter->{idCertificato});
check('annullamento', $cancelled->valueof('//idAnnullamento') =~ /^\d{9}$/);
%found = $states->();
check('ricerca, alla fine', $found{ $shorter->{idCertificato} } eq 'true');

$password = 'errata';
$soap->transport->proxy($ENV{ENDPOINT}, ssl_opts => { SSL_ca_file => $ENV{CA}, verify_hostname => 1 });
my $refused = call('interrogazioneLavoratoreRequest', @who);
check('fault', $refused->faultstring eq 'Credenziali invalide');
print 'perl-soap-lite: ', scalar @passed, ' passed, 0 failed (', join(', ', @passed), ")\n";
