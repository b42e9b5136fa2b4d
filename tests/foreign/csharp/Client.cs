using System;
using System.Collections.Generic;
using System.Linq;
using System.Net;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Web.Services.Protocols;
using Sac;

/// <summary>
/// A foreign client: C#, with classes that `wsdl` made; the password is given when challenged, and all ten operations
/// are played. With `--own-chain` it does not ask the platform whom to trust but builds the chain itself, up to the CA;
/// with `--unasked` the password goes along with every request.
/// </summary>
static class Client
{
    const string Worker = "PNIMRA70A01H501P";
    const string Note = "Influenza: febbre e tosse, è già a letto";
    static readonly List<string> Passed = new List<string>();

    static bool unasked;

    static void Main(string[] arguments)
    {
        unasked = arguments.Contains("--unasked");
        if (arguments.Contains("--own-chain")) ServicePointManager.ServerCertificateValidationCallback = LeadsToTheAuthority;
        var sac = Port("prova");
        var medico = new redattore { pincode = Sealed("1234567890"), codiceRegione = "120", codiceAsl = "201" };
        var lavoratore = new lavoratore { codiceFiscale = Sealed(Worker) };

        var person = sac.InterrogazioneLavoratore(
            new interrogazioneLavoratoreRequest { medico = medico, lavoratore = lavoratore }).ricevutaOkInterrogazioneLavoratore;
        Check("interrogazione", person.cognome != "" && person.nome != "");

        var message = new invioMalattiaRequest
        {
            medico = medico,
            lavoratore = lavoratore,
            residenza = new indirizzo { via = "Via Nazionale", civico = "1", cap = "00184", codiceCatastale = "H501" },
            malattia = new malattia
            {
                ruoloMedico = "S", dataRilascio = Day(0), dataInizio = Day(0), dataFine = Day(5), visita = "A", tipoCertificato = "I",
                diagnosi = new diagnosi { codiceDiagnosi = "487.1", noteDiagnosi = Note },
            },
        };
        var sent = sac.InviaMalattia(message).ricevutaOkInvioMalattia;
        var puc = sent.idCertificato;
        Check("invio", puc.Length == 9 && sent.dataRicezione > DateTime.Now.AddHours(-1));

        Check("invio, di nuovo", sac.InviaMalattia(message).ricevutaNonOk[0].descrizione.Contains(puc));

        Func<Dictionary<string, string>> states = () =>
            sac.RicercaMalattia(new ricercaMalattiaRequest { medico = medico, lavoratore = lavoratore })
                .ricevutaOkRicercaMalattia.ToDictionary(dati => dati.idCertificato, dati => dati.annullato);
        Check("ricerca", states()[puc] == "false");

        var printed = sac.RistampaMalattia(new ristampaMalattiaRequest { medico = medico, lavoratore = lavoratore, idCertificato = puc })
            .ricevutaOkRistampaMalattia;
        Check("ristampa", printed.lavoratore.codiceFiscale == Worker && printed.malattia.diagnosi.noteDiagnosi == Note);

        var shorter = sac.RettificaMalattia(new rettificaMalattiaRequest
            { medico = medico, lavoratore = lavoratore, idCertificato = puc, dataFine = Day(3) }).ricevutaOkRettificaMalattia;
        Check("rettifica", shorter.idCertificato != puc && shorter.malattia.dataFine == Day(3));

        var cancelled = sac.AnnullaMalattia(new annullamentoMalattiaRequest
            { medico = medico, lavoratore = lavoratore, idCertificato = shorter.idCertificato }).ricevutaOkAnnullamentoMalattia;
        Check("annullamento", cancelled.idAnnullamento.Length == 9);
        Check("ricerca, alla fine", states()[shorter.idCertificato] == "true");

        var residenza = new indirizzo { via = "Via Nazionale", civico = "1", cap = "00184", codiceCatastale = "H501" };
        Func<string, string> admit = day => sac.InviaRicovero(new invioRicoveroRequest
        {
            operatore = medico, lavoratore = lavoratore, residenza = residenza,
            ricovero = new ricovero { dataRicovero = day, giornataLavorata = "true" },
        }).ricevutaOkInvioRicovero.idInizioRicovero;
        var revoked = sac.AnnullaRicovero(new annullamentoRicoveroRequest
            { operatore = medico, lavoratore = lavoratore, idCertificato = admit(Day(-2)) }).ricevutaOkAnnullamentoRicovero;
        Check("ricovero, annullato", revoked.idAnnullamento.Length == 9);

        var admitted = admit(Day(-3));
        var discharged = sac.InviaDimissione(new invioDimissioneRequest
        {
            medico = medico, lavoratore = lavoratore, residenza = residenza, idInizioRicovero = admitted,
            dimissione = new dimissione
            {
                ruoloMedico = "S", dataRicovero = Day(-3), dataDimissione = Day(0), dataFine = Day(8), tipoCertificato = "I",
                tipoRicovero = "R", giornataLavorata = "true", diagnosi = new diagnosi { codiceDiagnosi = "540.9" },
            },
        }).ricevutaOkInvioDimissione;
        Check("dimissione", discharged.idInizioRicovero == admitted && discharged.idCertificato.Length == 9);
        var sooner = sac.RettificaDimissione(new rettificaDimissioneRequest
            { medico = medico, lavoratore = lavoratore, idCertificato = discharged.idCertificato, dataFine = Day(4) })
            .ricevutaOkRettificaDimissione;
        Check("rettifica della dimissione", sooner.dimissione.dataFine == Day(4));

        try
        {
            Port("errata").InterrogazioneLavoratore(new interrogazioneLavoratoreRequest { medico = medico, lavoratore = lavoratore });
            Check("fault", false);
        }
        catch (SoapException refused)
        {
            Check("fault", refused.Message == "Credenziali invalide" && refused.Code.Name == "Client");
        }
        Console.WriteLine("csharp: {0} passed, 0 failed ({1})", Passed.Count, string.Join(", ", Passed));
    }

    static bool LeadsToTheAuthority(object sender, X509Certificate certificate, X509Chain chain, SslPolicyErrors errors)
    {
        var authority = new X509Certificate2(Environment.GetEnvironmentVariable("CA"));
        var own = new X509Chain();
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.VerificationFlags = X509VerificationFlags.AllowUnknownCertificateAuthority;
        own.ChainPolicy.ExtraStore.Add(authority);
        var builds = own.Build(new X509Certificate2(certificate));
        return builds && own.ChainElements.Cast<X509ChainElement>().Last().Certificate.Thumbprint == authority.Thumbprint;
    }

    static CertificatiMedici Port(string password)
    {
        var url = Environment.GetEnvironmentVariable("ENDPOINT");
        if (unasked) return new Unasked { Url = url, Password = password };
        return new CertificatiMedici { Url = url, Credentials = new NetworkCredential("PROVAX00X00X000Y", password) };
    }

    /// <summary>The generated class, which sends the password before it is asked for.</summary>
    class Unasked : CertificatiMedici
    {
        public string Password;

        protected override WebRequest GetWebRequest(Uri uri)
        {
            var request = base.GetWebRequest(uri);
            var both = Encoding.UTF8.GetBytes("PROVAX00X00X000Y:" + Password);
            request.Headers["Authorization"] = "Basic " + Convert.ToBase64String(both);
            return request;
        }
    }

    static string Sealed(string text)
    {
        var certificate = new X509Certificate2(Environment.GetEnvironmentVariable("CER"));
        var key = (RSACryptoServiceProvider)certificate.PublicKey.Key;
        return Convert.ToBase64String(key.Encrypt(Encoding.UTF8.GetBytes(text), false));
    }

    static string Day(int n)
    {
        return DateTime.Today.AddDays(n).ToString("yyyy-MM-dd");
    }

    static void Check(string name, bool holds)
    {
        if (!holds) throw new InvalidOperationException(name);
        Passed.Add(name);
    }
}
