# A foreign client: Perl XML::Compile, which makes writers and strict readers of the schema's types.
use strict;
use warnings;
use utf8;
use LWP::UserAgent;
use MIME::Base64 'encode_base64';
use POSIX 'strftime';
use XML::Compile::Schema;
use XML::Compile::Util 'pack_type';
use XML::LibXML;

binmode STDOUT, ':utf8';
my $WORKER = 'PNIMRA70A01H501P';
my $NOTE = 'Influenza: febbre e tosse, è già a letto';
my ($CERT, $SOAP) = ('http://cert.sanita.finanze.it/', 'http://schemas.xmlsoap.org/soap/envelope/');
my @passed;

sub check {
    my ($name, $holds) = @_;
    die "perl-xml-compile: FAILED $name\n" unless $holds;
    push @passed, $name;
}

sub sealed {
    my ($text) = @_;
    my $secret = qx(printf %s '$text' | openssl pkeyutl -encrypt -certin -inkey "\$PEM" -pkeyopt rsa_padding_mode:pkcs1);
    return encode_base64($secret, '');
}

my $schema = XML::Compile::Schema->new($ENV{SCHEMA});
my $agent = LWP::UserAgent->new(keep_alive => 1, ssl_opts => { SSL_ca_file => $ENV{CA}, verify_hostname => 1 });

sub post {
    my ($operation, $data, $password) = @_;
    my $document = XML::LibXML::Document->new('1.0', 'ISO-8859-1');
    my $envelope = $document->createElementNS($SOAP, 'S:Envelope');
    my $body = $envelope->addNewChild($SOAP, 'S:Body');
    my $write = $schema->compile(WRITER => pack_type($CERT, $operation . 'Request'), use_default_namespace => 0, prefixes => [ c => $CERT ]);
    $body->addChild($write->($document, $data));
    $document->setDocumentElement($envelope);
    my $request = HTTP::Request->new(POST => $ENV{ENDPOINT}, [ 'Content-Type' => 'text/xml' ], $document->toString);
    $request->authorization_basic('PROVAX00X00X000Y', $password);
    my $response = $agent->request($request);
    my ($child) = XML::LibXML->load_xml(string => $response->content)->documentElement->findnodes("//*[local-name()='Body']/*");
    return $child;
}

sub call {
    my ($operation, %data) = @_;
    my $child = post($operation, \%data, 'prova');
    die $child->toString if $child->localname eq 'Fault';
    return $schema->compile(READER => pack_type($CERT, $operation . 'Response'))->($child);
}

my %who = (
    medico => { pincode => sealed('1234567890'), codiceRegione => '120', codiceAsl => '201' },
    lavoratore => { codiceFiscale => sealed($WORKER) },
);
my $day = sub { strftime('%Y-%m-%d', localtime(time + 86400 * $_[0])) };

my $person = call('interrogazioneLavoratore', %who)->{ricevutaOkInterrogazioneLavoratore};
check('interrogazione', $person->{cognome} && $person->{nome});

my %message = (
    %who,
    residenza => { via => 'Via Nazionale', civico => '1', cap => '00184', codiceCatastale => 'H501' },
    malattia => {
        ruoloMedico => 'S', dataRilascio => $day->(0), dataInizio => $day->(0), dataFine => $day->(5), visita => 'A', tipoCertificato => 'I',
        diagnosi => { codiceDiagnosi => '487.1', noteDiagnosi => $NOTE },
    },
);
my $puc = call('invioMalattia', %message)->{ricevutaOkInvioMalattia}{idCertificato};
check('invio', $puc =~ /^\d{9}$/);
check('invio, di nuovo', index(call('invioMalattia', %message)->{ricevutaNonOk}{errore}[0]{descrizione}, $puc) >= 0);

my $states = sub {
    my $found = call('ricercaMalattia', %who)->{ricevutaOkRicercaMalattia}{datiCertificato};
    return map { $_->{idCertificato} => $_->{annullato} } @$found;
};
my %found = $states->();
check('ricerca', $found{$puc} eq 'false');

my $printed = call('ristampaMalattia', %who, idCertificato => $puc)->{ricevutaOkRistampaMalattia};
check('ristampa', $printed->{lavoratore}{codiceFiscale} eq $WORKER && $printed->{malattia}{diagnosi}{noteDiagnosi} eq $NOTE);

my $shorter = call('rettificaMalattia', %who, idCertificato => $puc, dataFine => $day->(3))->{ricevutaOkRettificaMalattia};
check('rettifica', $shorter->{idCertificato} ne $puc && $shorter->{malattia}{dataFine} eq $day->(3));

my $cancelled = call('annullamentoMalattia', %who, idCertificato => $shorter->{idCertificato});
check('annullamento', $cancelled->{ricevutaOkAnnullamentoMalattia}{idAnnullamento} =~ /^\d{9}$/);
%found = $states->();
check('ricerca, alla fine', $found{ $shorter->{idCertificato} } eq 'true');

my $refused = post('interrogazioneLavoratore', \%who, 'errata');
check('fault', $refused->findvalue('faultstring') eq 'Credenziali invalide');
print 'perl-xml-compile: ', scalar @passed, ' passed, 0 failed (', join(', ', @passed), ")\n";
