import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A doctor's program whose third send is answered by silence: what must it do? */
class LostReplyTest {
    private static final String WORKER = "PNIMRA70A01H501P";
    private static Sac sac;

    @BeforeAll
    static void start() throws Exception {
        sac = new Sac();
    }

    @AfterAll
    static void stop() throws Exception {
        sac.close();
    }

    @Test
    void lostReply() throws Exception {
        // The people of the default seed are there: a doctor PROVAX00X00X000Y, and some workers.
        String made = sac.control("POST", "/worlds", """
            {"name": "lost-reply", "now": "2026-03-02T10:00:00+01:00", "frozen": true}""");
        String endpoint = Sac.first("\"endpoint\":\"([^\"]*)\"", made);
        Sac.Doctor doctor = sac.new Doctor(endpoint, "PROVAX00X00X000Y", "prova", "1234567890");
        sac.control("POST", "/worlds/lost-reply/faults", """
            {"operation": "InviaMalattia", "nth": 3, "phase": "after", "do": {"kind": "close"}}""");

        for (String day : List.of("2026-02-27", "2026-02-28")) {
            assertTrue(doctor.send(WORKER, day).contains("idCertificato"));
        }
        assertThrows(IOException.class, () -> doctor.send(WORKER, "2026-03-02")); // recorded, but nobody is told the PUC

        String again = doctor.send(WORKER, "2026-03-02"); // what a careful program does: the same once more
        String puc = Sac.first("protocollo (\\d{9})", again);
        assertEquals(3, all("\"puc\":", sac.control("GET", "/worlds/lost-reply/certificates?worker=" + WORKER, "")).size());
        sac.control("GET", "/worlds/lost-reply/certificates/" + puc, "");

        sac.control("POST", "/worlds/lost-reply/clock/advance", "{\"by\": \"10d\"}");
        assertTrue(doctor.cancel(WORKER, puc).contains("ricevutaNonOk")); // too late

        String sends = sac.control("GET", "/worlds/lost-reply/exchanges?operation=InviaMalattia", "");
        assertEquals(List.of("refused", "dropped", "accepted", "accepted"), all("\"outcome\":\"(\\w+)\"", sends));
        sac.control("POST", "/worlds/lost-reply/expect", """
            {"match": {"rule": "certificato-duplicato"}, "count": 1}""");
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map((MatchResult it) -> it.group(it.groupCount())).toList();
    }
}
