import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;

/**
 * Sends a sickness certificate and prints its protocol number (PUC), with the JDK (15 or later) alone.
 *
 * <pre>java Invia.java [ENDPOINT [DATA_DIR]]</pre>
 *
 * For classes made from the WSDL (JAX-WS) see docs/clients.md.
 */
public final class Invia {
    public static void main(String[] arguments) throws Exception {
        String endpoint = arguments.length > 0 ? arguments[0] : "https://localhost:8443/CertServiceWeb/CertificatiMedici";
        Path data = Path.of(arguments.length > 1 ? arguments[1] : "sac-data");

        LocalDate today = LocalDate.now(ZoneId.of("Europe/Rome"));
        Certificate sac = certificate(data.resolve("SanitelCF.cer"));
        String message = """
            <?xml version="1.0" encoding="UTF-8"?>
            <soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:cert="http://cert.sanita.finanze.it/">
              <soapenv:Body>
                <cert:invioMalattiaRequest>
                  <medico><pincode>%s</pincode><codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico>
                  <lavoratore><codiceFiscale>%s</codiceFiscale></lavoratore>
                  <residenza>
                    <via>Via Nazionale</via><civico>1</civico><cap>00184</cap><codiceCatastale>H501</codiceCatastale>
                  </residenza>
                  <malattia>
                    <ruoloMedico>S</ruoloMedico>
                    <dataRilascio>%3$s</dataRilascio><dataInizio>%3$s</dataInizio><dataFine>%3$s</dataFine>
                    <visita>A</visita><tipoCertificato>I</tipoCertificato>
                    <diagnosi><noteDiagnosi>Influenza, inviata con Java</noteDiagnosi></diagnosi>
                  </malattia>
                </cert:invioMalattiaRequest>
              </soapenv:Body>
            </soapenv:Envelope>
            """.formatted(encrypted(sac, "1234567890"), encrypted(sac, "PNIMRA70A01H501P"), today);

        String login = Base64.getEncoder().encodeToString("PROVAX00X00X000Y:prova".getBytes(StandardCharsets.UTF_8));
        HttpRequest request = HttpRequest.newBuilder(URI.create(endpoint))
            .header("Content-Type", "text/xml; charset=UTF-8")
            .header("SOAPAction", "\"http://ws.cert.sanita.finanze.it/InviaMalattia\"")
            .header("Authorization", "Basic " + login)
            .POST(HttpRequest.BodyPublishers.ofString(message))
            .build();
        HttpClient client = HttpClient.newBuilder().sslContext(trusting(certificate(data.resolve("ca.pem")))).build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());

        Document answer = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(response.body()));
        if (!text(answer, "faultstring").isEmpty()) { // HTTP 500: wrong credentials, or a message that breaks the schema
            System.err.println(text(answer, "faultstring"));
            System.exit(1);
        }
        if (!text(answer, "descrizione").isEmpty()) { // HTTP 200, but a refusal: ricevutaNonOk
            System.err.println(text(answer, "tipoErrore") + " " + text(answer, "descrizione"));
            System.exit(1);
        }
        System.out.println("PUC " + text(answer, "idCertificato"));
    }

    /** RSA with PKCS#1 v1.5 padding, then base64 on one line. */
    private static String encrypted(Certificate certificate, String text) throws Exception {
        Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
        cipher.init(Cipher.ENCRYPT_MODE, certificate);
        return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static SSLContext trusting(Certificate ca) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("sac", ca);
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    private static Certificate certificate(Path file) throws Exception {
        try (InputStream in = Files.newInputStream(file)) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    /** The text of the first element of this name, or an empty one. */
    private static String text(Document document, String name) {
        var found = document.getElementsByTagName(name);
        return found.getLength() == 0 ? "" : found.item(0).getTextContent();
    }
}
