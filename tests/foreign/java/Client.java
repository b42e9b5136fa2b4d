import java.nio.charset.StandardCharsets;
import java.io.FileInputStream;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.xml.ws.BindingProvider;
import javax.xml.ws.soap.SOAPFaultException;

import sac.*;

/** A foreign client: Java JAX-WS RI, with classes that wsimport made from the served WSDL. */
public final class Client {
    private static final String WORKER = "PNIMRA70A01H501P";
    private static final String NOTE = "Influenza: febbre e tosse, è già a letto";
    private static final List<String> PASSED = new ArrayList<>();

    public static void main(String[] args) throws Exception {
        CertificatiMedici port = port("prova");
        Redattore medico = new Redattore();
        medico.setPincode(sealed("1234567890"));
        medico.setCodiceRegione("120");
        medico.setCodiceAsl("201");
        Lavoratore lavoratore = new Lavoratore();
        lavoratore.setCodiceFiscale(sealed(WORKER));

        InterrogazioneLavoratoreRequest question = new InterrogazioneLavoratoreRequest();
        question.setMedico(medico);
        question.setLavoratore(lavoratore);
        RicevutaOkInterrogazioneLavoratore person =
            port.interrogazioneLavoratore(question).getRicevutaOkInterrogazioneLavoratore();
        check("interrogazione", !person.getCognome().isEmpty() && !person.getNome().isEmpty());

        InvioMalattiaRequest message = new InvioMalattiaRequest();
        message.setMedico(medico);
        message.setLavoratore(lavoratore);
        message.setResidenza(residenza());
        message.setMalattia(malattia());
        RicevutaOkInvioMalattia sent = port.inviaMalattia(message).getRicevutaOkInvioMalattia();
        String puc = sent.getIdCertificato();
        check("invio", puc.matches("\\d{9}") && sent.getDataRicezione().isValid());

        RicevutaNonOk again = port.inviaMalattia(message).getRicevutaNonOk();
        check("invio, di nuovo", again.getErrore().get(0).getDescrizione().contains(puc));

        check("ricerca", "false".equals(states(port, medico, lavoratore).get(puc)));

        RistampaMalattiaRequest print = new RistampaMalattiaRequest();
        print.setMedico(medico);
        print.setLavoratore(lavoratore);
        print.setIdCertificato(puc);
        RicevutaOkRistampaMalattia printed = port.ristampaMalattia(print).getRicevutaOkRistampaMalattia();
        check("ristampa", printed.getLavoratore().getCodiceFiscale().equals(WORKER)
            && printed.getMalattia().getDiagnosi().getNoteDiagnosi().equals(NOTE));

        RettificaMalattiaRequest shorten = new RettificaMalattiaRequest();
        shorten.setMedico(medico);
        shorten.setLavoratore(lavoratore);
        shorten.setIdCertificato(puc);
        shorten.setDataFine(day(3));
        RicevutaOkRettificaMalattia shorter = port.rettificaMalattia(shorten).getRicevutaOkRettificaMalattia();
        check("rettifica", !shorter.getIdCertificato().equals(puc) && shorter.getMalattia().getDataFine().equals(day(3)));

        AnnullamentoMalattiaRequest cancel = new AnnullamentoMalattiaRequest();
        cancel.setMedico(medico);
        cancel.setLavoratore(lavoratore);
        cancel.setIdCertificato(shorter.getIdCertificato());
        RicevutaOkAnnullamento cancelled = port.annullaMalattia(cancel).getRicevutaOkAnnullamentoMalattia();
        check("annullamento", cancelled.getIdAnnullamento().matches("\\d{9}"));
        check("ricerca, alla fine", "true".equals(states(port, medico, lavoratore).get(shorter.getIdCertificato())));

        try {
            port("errata").interrogazioneLavoratore(question);
            check("fault", false);
        } catch (SOAPFaultException refused) {
            check("fault", refused.getFault().getFaultString().equals("Credenziali invalide"));
        }
        System.out.println("java: " + PASSED.size() + " passed, 0 failed (" + String.join(", ", PASSED) + ")");
    }

    private static CertificatiMedici port(String password) {
        CertificatiMedici port = new CertificatiMedici_Service().getCertificatiMedici();
        Map<String, Object> context = ((BindingProvider) port).getRequestContext();
        context.put(BindingProvider.USERNAME_PROPERTY, "PROVAX00X00X000Y");
        context.put(BindingProvider.PASSWORD_PROPERTY, password);
        context.put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, System.getenv("ENDPOINT"));
        return port;
    }

    private static Map<String, String> states(CertificatiMedici port, Redattore medico, Lavoratore lavoratore) {
        RicercaMalattiaRequest search = new RicercaMalattiaRequest();
        search.setMedico(medico);
        search.setLavoratore(lavoratore);
        Map<String, String> states = new HashMap<>();
        for (RicevutaOkRicercaMalattia.DatiCertificato dati :
                port.ricercaMalattia(search).getRicevutaOkRicercaMalattia().getDatiCertificato()) {
            states.put(dati.getIdCertificato(), dati.getAnnullato());
        }
        return states;
    }

    private static Indirizzo residenza() {
        Indirizzo residenza = new Indirizzo();
        residenza.setVia("Via Nazionale");
        residenza.setCivico("1");
        residenza.setCap("00184");
        residenza.setCodiceCatastale("H501");
        return residenza;
    }

    private static Malattia malattia() {
        Diagnosi diagnosi = new Diagnosi();
        diagnosi.setCodiceDiagnosi("487.1");
        diagnosi.setNoteDiagnosi(NOTE);
        Malattia malattia = new Malattia();
        malattia.setRuoloMedico("S");
        malattia.setDataRilascio(day(0));
        malattia.setDataInizio(day(0));
        malattia.setDataFine(day(5));
        malattia.setVisita("A");
        malattia.setTipoCertificato("I");
        malattia.setDiagnosi(diagnosi);
        return malattia;
    }

    private static String sealed(String text) throws Exception {
        try (FileInputStream file = new FileInputStream(System.getenv("CER"))) {
            PublicKey key = CertificateFactory.getInstance("X.509").generateCertificate(file).getPublicKey();
            Cipher cipher = Cipher.getInstance("RSA/ECB/PKCS1Padding");
            cipher.init(Cipher.ENCRYPT_MODE, key);
            return Base64.getEncoder().encodeToString(cipher.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static String day(int n) {
        return LocalDate.now().plusDays(n).toString();
    }

    private static void check(String name, boolean holds) {
        if (!holds) {
            throw new IllegalStateException(name);
        }
        PASSED.add(name);
    }
}
