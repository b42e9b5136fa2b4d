<?php
// A foreign client: PHP SoapClient, from the served WSDL; requests and receipts are classes.
declare(strict_types=1);
error_reporting(E_ALL);
set_error_handler(fn ($no, $text, $file, $line) => throw new ErrorException($text, 0, $no, $file, $line));

const NOTE = 'Influenza: febbre e tosse, è già a letto';
const WORKER = 'PNIMRA70A01H501P';

#[AllowDynamicProperties]
class Typed { public function __construct(array $members = []) { foreach ($members as $name => $value) $this->$name = $value; } }
final class Redattore extends Typed {}
final class Lavoratore extends Typed {}
final class Indirizzo extends Typed {}
final class Malattia extends Typed {}
final class Diagnosi extends Typed {}
final class RicevutaOkInvioMalattia extends Typed {}
final class RicevutaNonOk extends Typed {}

function client(string $password): SoapClient
{
    return new SoapClient(getenv('WSDL'), [
        'login' => 'PROVAX00X00X000Y',
        'password' => $password,
        'stream_context' => stream_context_create(['ssl' => ['cafile' => getenv('CA')]]),
        'features' => SOAP_SINGLE_ELEMENT_ARRAYS, // else a list of one comes as its only element
        'cache_wsdl' => WSDL_CACHE_NONE,
        'compression' => SOAP_COMPRESSION_ACCEPT | SOAP_COMPRESSION_GZIP | 5, // the request travels as gzip
        'classmap' => [
            'redattore' => Redattore::class, 'lavoratore' => Lavoratore::class, 'indirizzo' => Indirizzo::class,
            'malattia' => Malattia::class, 'diagnosi' => Diagnosi::class,
            'ricevutaOkInvioMalattia' => RicevutaOkInvioMalattia::class, 'ricevutaNonOk' => RicevutaNonOk::class,
        ],
    ]);
}

function sealed(string $text): string
{
    openssl_public_encrypt($text, $secret, file_get_contents(getenv('PEM')), OPENSSL_PKCS1_PADDING);
    return base64_encode($secret);
}

$passed = [];
function check(string $name, bool $holds, mixed $seen = null): void
{
    global $passed;
    if (!$holds) { echo "php: FAILED $name "; var_dump($seen); exit(1); }
    $passed[] = $name;
}

$sac = client('prova');
$who = [
    'medico' => new Redattore(['pincode' => sealed('1234567890'), 'codiceRegione' => '120', 'codiceAsl' => '201']),
    'lavoratore' => new Lavoratore(['codiceFiscale' => sealed(WORKER)]),
];
$day = fn (int $n): string => date('Y-m-d', time() + 86400 * $n);

$person = $sac->InterrogazioneLavoratore($who)->ricevutaOkInterrogazioneLavoratore;
check('interrogazione', $person->cognome !== '' && $person->nome !== '', $person);

$message = $who + [
    'residenza' => new Indirizzo(['via' => 'Via Nazionale', 'civico' => '1', 'cap' => '00184', 'codiceCatastale' => 'H501']),
    'malattia' => new Malattia([
        'ruoloMedico' => 'S', 'dataRilascio' => $day(0), 'dataInizio' => $day(0), 'dataFine' => $day(5),
        'visita' => 'A', 'tipoCertificato' => 'I',
        'diagnosi' => new Diagnosi(['codiceDiagnosi' => '487.1', 'noteDiagnosi' => NOTE]),
    ]),
];
$sent = $sac->InviaMalattia($message)->ricevutaOkInvioMalattia;
check('invio', $sent instanceof RicevutaOkInvioMalattia && strlen($sent->idCertificato) === 9, $sent);
$puc = $sent->idCertificato;

$again = $sac->InviaMalattia($message)->ricevutaNonOk;
check('invio, di nuovo', $again instanceof RicevutaNonOk && str_contains($again->errore[0]->descrizione, $puc), $again);

$states = fn (): array => array_column($sac->RicercaMalattia($who)->ricevutaOkRicercaMalattia->datiCertificato, 'annullato', 'idCertificato');
check('ricerca', $states()[$puc] === 'false');

$printed = $sac->RistampaMalattia($who + ['idCertificato' => $puc])->ricevutaOkRistampaMalattia;
check('ristampa', $printed->malattia instanceof Malattia && $printed->malattia->diagnosi->noteDiagnosi === NOTE
    && $printed->lavoratore->codiceFiscale === WORKER, $printed);

$shorter = $sac->RettificaMalattia($who + ['idCertificato' => $puc, 'dataFine' => $day(3)])->ricevutaOkRettificaMalattia;
check('rettifica', $shorter->idCertificato !== $puc && $shorter->malattia->dataFine === $day(3), $shorter);

$cancelled = $sac->AnnullaMalattia($who + ['idCertificato' => $shorter->idCertificato])->ricevutaOkAnnullamentoMalattia;
check('annullamento', strlen($cancelled->idAnnullamento) === 9, $cancelled);
check('ricerca, alla fine', $states()[$shorter->idCertificato] === 'true');

try {
    client('errata')->InterrogazioneLavoratore($who);
    check('fault', false);
} catch (SoapFault $refused) {
    check('fault', $refused->faultstring === 'Credenziali invalide' && str_ends_with($refused->faultcode, 'Client'), $refused);
}
echo 'php: ', count($passed), ' passed, 0 failed (', implode(', ', $passed), ")\n";
