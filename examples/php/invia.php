<?php
// Sends a sickness certificate and prints its protocol number (PUC), with PHP's SoapClient.
//
//     php invia.php [ENDPOINT [DATA_DIR]]
//
// Needs the extensions soap and openssl (Debian: php-cli php-soap).
declare(strict_types=1);

$endpoint = $argv[1] ?? 'https://localhost:8443/CertServiceWeb/CertificatiMedici';
$data = $argv[2] ?? 'sac-data';

$sac = new SoapClient("$endpoint?wsdl", [
    'login' => 'PROVAX00X00X000Y',
    'password' => 'prova',
    'stream_context' => stream_context_create(['ssl' => ['cafile' => "$data/ca.pem"]]),
    'features' => SOAP_SINGLE_ELEMENT_ARRAYS, // else a list of one comes as its only element
    'cache_wsdl' => WSDL_CACHE_NONE,
]);

// RSA with PKCS#1 v1.5 padding, then base64 on one line.
function encrypted(string $text): string
{
    global $data;
    openssl_public_encrypt($text, $secret, file_get_contents("$data/SanitelCF.pem"), OPENSSL_PKCS1_PADDING);
    return base64_encode($secret);
}

$today = date('Y-m-d');
$answer = $sac->InviaMalattia([
    'medico' => ['pincode' => encrypted('1234567890'), 'codiceRegione' => '120', 'codiceAsl' => '201'],
    'lavoratore' => ['codiceFiscale' => encrypted('PNIMRA70A01H501P')],
    'residenza' => ['via' => 'Via Nazionale', 'civico' => '1', 'cap' => '00184', 'codiceCatastale' => 'H501'],
    'malattia' => [
        'ruoloMedico' => 'S', 'dataRilascio' => $today, 'dataInizio' => $today, 'dataFine' => $today,
        'visita' => 'A', 'tipoCertificato' => 'I', 'diagnosi' => ['noteDiagnosi' => 'Influenza, inviata con PHP'],
    ],
]);

// A refusal is no exception: it takes the place of the receipt.
if (isset($answer->ricevutaNonOk)) {
    foreach ($answer->ricevutaNonOk->errore as $errore) {
        fwrite(STDERR, "$errore->tipoErrore $errore->descrizione\n");
    }
    exit(1);
}
echo 'PUC ', $answer->ricevutaOkInvioMalattia->idCertificato, "\n";
