# A foreign client: Perl SOAP::WSDL, with classes that wsdl2perl made; the password is given when challenged.
use strict;
use warnings;
no warnings "once";
use utf8;
use MIME::Base64 'encode_base64';
use POSIX 'strftime';
use MyInterfaces::CertificatiMedici::CertificatiMedici;

binmode STDOUT, ':utf8';
my $WORKER = 'PNIMRA70A01H501P';
my $NOTE = 'Influenza: febbre e tosse, è già a letto';
my $password = 'prova';
my @passed;

# SOAP::Lite carries the messages where it is installed, SOAP::WSDL itself where it isn't.
*SOAP::WSDL::Transport::HTTP::get_basic_credentials = *SOAP::Transport::HTTP::Client::get_basic_credentials =
    sub { return ("PROVAX00X00X000Y", $password) };

sub check {
    my ($name, $holds) = @_;
    die "perl-soap-wsdl: FAILED $name\n" unless $holds;
    push @passed, $name;
}

sub sealed {
    my ($text) = @_;
    my $secret = qx(printf %s '$text' | openssl pkeyutl -encrypt -certin -inkey "\$PEM" -pkeyopt rsa_padding_mode:pkcs1);
    return encode_base64($secret, '');
}

my $sac = MyInterfaces::CertificatiMedici::CertificatiMedici->new({ proxy => $ENV{ENDPOINT}, use_prefix => "cert" });
my $call = sub {
    my ($operation, @message) = @_;
    my $answer = $sac->$operation(@message);
    die $answer unless $answer; # a fault is false
    # The prefix has become part of the class's name, and would be put before it once more.
    for my $name (map { m{^MyElements/(\w+Request)\.pm$} } keys %INC) {
        "MyElements::$name"->__set_name($name);
    }
    return $answer;
};
my %who = (
    medico => { pincode => sealed('1234567890'), codiceRegione => '120', codiceAsl => '201' },
    lavoratore => { codiceFiscale => sealed($WORKER) },
);
my $day = sub { strftime('%Y-%m-%d', localtime(time + 86400 * $_[0])) };

my $person = $call->(InterrogazioneLavoratore => \%who)->get_ricevutaOkInterrogazioneLavoratore;
check('interrogazione', $person->get_cognome && $person->get_nome);

my $message = {
    %who,
    residenza => { via => 'Via Nazionale', civico => '1', cap => '00184', codiceCatastale => 'H501' },
    malattia => {
        ruoloMedico => 'S', dataRilascio => $day->(0), dataInizio => $day->(0), dataFine => $day->(5), visita => 'A', tipoCertificato => 'I',
        diagnosi => { codiceDiagnosi => '487.1', noteDiagnosi => $NOTE },
    },
};
my $puc = $call->(InviaMalattia => $message)->get_ricevutaOkInvioMalattia->get_idCertificato->get_value;
check('invio', $puc =~ /^\d{9}$/);

my $again = $call->(InviaMalattia => $message)->get_ricevutaNonOk->get_errore;
check('invio, di nuovo', index($again->get_descrizione, $puc) >= 0);

my $states = sub {
    my $found = $call->(RicercaMalattia => \%who)->get_ricevutaOkRicercaMalattia->get_datiCertificato;
    return map { $_->get_idCertificato->get_value => $_->get_annullato->get_value } ref $found eq 'ARRAY' ? @$found : $found;
};
my %found = $states->();
check('ricerca', $found{$puc} eq 'false');

my $printed = $call->(RistampaMalattia => { %who, idCertificato => $puc })->get_ricevutaOkRistampaMalattia;
check('ristampa', $printed->get_lavoratore->get_codiceFiscale eq $WORKER && $printed->get_malattia->get_diagnosi->get_noteDiagnosi eq $NOTE);

my $shorter = $call->(RettificaMalattia => { %who, idCertificato => $puc, dataFine => $day->(3) })->get_ricevutaOkRettificaMalattia;
check('rettifica', $shorter->get_idCertificato ne $puc && $shorter->get_malattia->get_dataFine eq $day->(3));

my $cancelled = $call->(AnnullaMalattia => { %who, idCertificato => $shorter->get_idCertificato->get_value });
check('annullamento', $cancelled->get_ricevutaOkAnnullamentoMalattia->get_idAnnullamento =~ /^\d{9}$/);
%found = $states->();
check('ricerca, alla fine', $found{ $shorter->get_idCertificato->get_value } eq 'true');

$password = 'errata';
my $refused = MyInterfaces::CertificatiMedici::CertificatiMedici->new({ proxy => $ENV{ENDPOINT}, use_prefix => "cert" })->InterrogazioneLavoratore(\%who);
check('fault', !$refused && $refused->get_faultstring eq 'Credenziali invalide');
print 'perl-soap-wsdl: ', scalar @passed, ' passed, 0 failed (', join(', ', @passed), ")\n";
