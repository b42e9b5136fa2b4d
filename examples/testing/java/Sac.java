import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Base64;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** {@code sac serve} on free ports, in a folder that goes with it, with the JDK (17 or later) alone. */
final class Sac implements AutoCloseable {
    private final Path folder;
    private final Process process;
    private final String announced;
    private final String token;
    private final HttpClient http = HttpClient.newHttpClient();

    Sac() throws Exception {
        folder = Files.createTempDirectory("sac");
        Path ready = folder.resolve("ready.json");
        String program = System.getenv().getOrDefault("SAC", "sac");
        process = new ProcessBuilder(program, "serve", "--listen", "127.0.0.1:0", "--data-dir",
            folder.resolve("data").toString(), "--announce", ready.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        while (!Files.exists(ready)) {
            if (!process.isAlive()) throw new IOException("sac does not start; run the command by hand to see why");
            Thread.sleep(20);
        }
        announced = Files.readString(ready);
        token = Files.readString(Path.of(member("control_token"))).strip();
    }

    /** A member of what the gateway announced. */
    String member(String name) {
        return first("\"" + name + "\":\"([^\"]*)\"", announced);
    }

    /** A call of the control API: its answer (JSON), or an exception with the problem's text. */
    String control(String method, String path, String body) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(member("control") + "/control/v1" + path))
            .header("Authorization", "Bearer " + token).header("Content-Type", "application/json")
            .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body)).build();
        var answer = http.send(request, BodyHandlers.ofString());
        if (answer.statusCode() >= 400) throw new IOException(answer.body());
        return answer.body();
    }

    /** The first group of the pattern's first match. */
    static String first(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) throw new AssertionError("no " + pattern + " in " + text);
        return matcher.group(1);
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        process.waitFor();
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }

    /** Stands for the program under test. */
    final class Doctor {
        private static final String MALATTIA = """
            <residenza><via>Via Nazionale</via><civico>1</civico><cap>00184</cap><codiceCatastale>H501</codiceCatastale></residenza>
            <malattia><ruoloMedico>S</ruoloMedico>
            <dataRilascio>%1$s</dataRilascio><dataInizio>%1$s</dataInizio><dataFine>%1$s</dataFine><visita>A</visita>
            <tipoCertificato>I</tipoCertificato><diagnosi><noteDiagnosi>Influenza</noteDiagnosi></diagnosi></malattia>
            """;
        private static final String ENVELOPE = """
            <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" xmlns:c="http://cert.sanita.finanze.it/">
            <soap:Body><c:%1$s><medico><pincode>%2$s</pincode><codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico>
            <lavoratore><codiceFiscale>%3$s</codiceFiscale></lavoratore>%4$s</c:%1$s></soap:Body></soap:Envelope>
            """;
        private final String endpoint;
        private final String login;
        private final String pincode;
        private final Certificate encryption = certificate(member("encryption_certificate"));
        private final HttpClient client = HttpClient.newBuilder().sslContext(trusting(certificate(member("ca")))).build();

        Doctor(String endpoint, String user, String password, String pincode) throws Exception {
            this.endpoint = endpoint;
            this.login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            this.pincode = pincode;
        }

        String send(String worker, String day) throws Exception {
            return call("invioMalattiaRequest", worker, MALATTIA.formatted(day));
        }

        String cancel(String worker, String puc) throws Exception {
            return call("annullamentoMalattiaRequest", worker, "<idCertificato>" + puc + "</idCertificato>");
        }

        private String call(String name, String worker, String rest) throws Exception {
            var request = HttpRequest.newBuilder(URI.create(endpoint)).header("Authorization", "Basic " + login)
                .header("Content-Type", "text/xml; charset=UTF-8")
                .POST(BodyPublishers.ofString(ENVELOPE.formatted(name, seal(pincode), seal(worker), rest))).build();
            return client.send(request, BodyHandlers.ofString()).body();
        }

        /** RSA with PKCS#1 v1.5 padding, then base64 on one line. */
        private String seal(String text) throws GeneralSecurityException {
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, encryption);
            return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static Certificate certificate(String file) throws Exception {
        try (InputStream in = Files.newInputStream(Path.of(file))) {
            return CertificateFactory.getInstance("X.509").generateCertificate(in);
        }
    }

    private static SSLContext trusting(Certificate ca) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        trusted.setCertificateEntry("sac", ca);
        var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }
}
