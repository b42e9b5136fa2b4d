// Sends a sickness certificate and prints its protocol number (PUC), with System.ServiceModel (WCF).
//
//     dotnet run [ENDPOINT [DATA_DIR]]                                                       .NET 8
//     mcs -r:System.ServiceModel Invia.cs && mono Invia.exe [ENDPOINT [DATA_DIR]]            Mono
//
// The CA (ca.pem) has to be trusted first: see docs/windows.md, or on Mono `cert-sync --user ca.pem`.
// The contract is written by hand: it is this small for one operation. `dotnet-svcutil` makes all ten
// from the WSDL.
using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.ServiceModel;
using System.Text;
using System.Xml.Schema;
using System.Xml.Serialization;

static class Invia
{
    static int Main(string[] arguments)
    {
        string endpoint = arguments.Length > 0 ? arguments[0] : "https://localhost:8443/CertServiceWeb/CertificatiMedici";
        string data = arguments.Length > 1 ? arguments[1] : "sac-data";
        var certificate = new X509Certificate2(Path.Combine(data, "SanitelCF.cer"));

        var binding = new BasicHttpBinding(BasicHttpSecurityMode.Transport);
        binding.Security.Transport.ClientCredentialType = HttpClientCredentialType.Basic;
        var factory = new ChannelFactory<ICertificatiMedici>(binding, new EndpointAddress(endpoint));
        factory.Credentials.UserName.UserName = "PROVAX00X00X000Y";
        factory.Credentials.UserName.Password = "prova";
        ICertificatiMedici sac = factory.CreateChannel();

        string today = DateTime.Today.ToString("yyyy-MM-dd");
        var request = new InvioMalattia
        {
            medico = new Redattore { pincode = Encrypted(certificate, "1234567890"), codiceRegione = "120", codiceAsl = "201" },
            lavoratore = new Lavoratore { codiceFiscale = Encrypted(certificate, "PNIMRA70A01H501P") },
            residenza = new Indirizzo { via = "Via Nazionale", civico = "1", cap = "00184", codiceCatastale = "H501" },
            malattia = new Malattia
            {
                ruoloMedico = "S", dataRilascio = today, dataInizio = today, dataFine = today, visita = "A", tipoCertificato = "I",
                diagnosi = new Diagnosi { noteDiagnosi = "Influenza, inviata con System.ServiceModel" },
            },
        };
        try
        {
            Ricevuta answer = sac.InviaMalattia(new InviaMalattiaRequest { invioMalattiaRequest = request }).invioMalattiaResponse;
            if (answer.ricevutaNonOk != null) // a refusal is no exception: it takes the place of the receipt
            {
                foreach (Errore errore in answer.ricevutaNonOk) Console.Error.WriteLine(errore.tipoErrore + " " + errore.descrizione);
                return 1;
            }
            Console.WriteLine("PUC " + answer.ricevutaOkInvioMalattia.idCertificato);
            return 0;
        }
        catch (FaultException fault) // wrong credentials, or a message that breaks the schema
        {
            Console.Error.WriteLine(fault.Message);
            return 1;
        }
    }

    /// <summary>RSA with PKCS#1 v1.5 padding, then base64 on one line.</summary>
    static string Encrypted(X509Certificate2 certificate, string text)
    {
        using (RSA key = certificate.GetRSAPublicKey())
            return Convert.ToBase64String(key.Encrypt(Encoding.UTF8.GetBytes(text), RSAEncryptionPadding.Pkcs1));
    }
}

static class Names
{
    public const string Service = "http://ws.cert.sanita.finanze.it/";
    public const string Messages = "http://cert.sanita.finanze.it/";
}

[ServiceContract(Namespace = Names.Service, Name = "CertificatiMedici")]
public interface ICertificatiMedici
{
    [OperationContract(Action = Names.Service + "InviaMalattia", ReplyAction = "*"), XmlSerializerFormat(SupportFaults = true)]
    InviaMalattiaResponse InviaMalattia(InviaMalattiaRequest request);
}

[MessageContract(IsWrapped = false)]
public class InviaMalattiaRequest
{
    [MessageBodyMember(Name = "invioMalattiaRequest", Namespace = Names.Messages), XmlElement(Namespace = Names.Messages)]
    public InvioMalattia invioMalattiaRequest;
}

[MessageContract(IsWrapped = false)]
public class InviaMalattiaResponse
{
    [MessageBodyMember(Name = "invioMalattiaResponse", Namespace = Names.Messages), XmlElement(Namespace = Names.Messages)]
    public Ricevuta invioMalattiaResponse;
}

// Only the root is in the namespace, its members are in none, in the order of the schema. A member left null is left out.

[XmlType(AnonymousType = true, Namespace = Names.Messages)]
public class InvioMalattia
{
    [XmlElement(Form = XmlSchemaForm.Unqualified)] public Redattore medico;
    [XmlElement(Form = XmlSchemaForm.Unqualified)] public Lavoratore lavoratore;
    [XmlElement(Form = XmlSchemaForm.Unqualified)] public Indirizzo residenza;
    [XmlElement(Form = XmlSchemaForm.Unqualified)] public Malattia malattia;
}

[XmlType(Namespace = "")]
public class Redattore { public string codiceFiscale, pincode, codiceRegione, codiceAsl, codiceStruttura; }

[XmlType(Namespace = "")]
public class Lavoratore { public string codiceFiscale; }

[XmlType(Namespace = "")]
public class Indirizzo { public string via, civico, cap, codiceCatastale, comune, provincia; }

[XmlType(Namespace = "")]
public class Malattia
{
    public string ruoloMedico, dataRilascio, dataInizio, dataFine, visita, tipoCertificato;
    public Diagnosi diagnosi;
    public string giornataLavorata, trauma;
}

[XmlType(Namespace = "")]
public class Diagnosi { public string codiceDiagnosi, noteDiagnosi; }

[XmlType(AnonymousType = true, Namespace = Names.Messages)]
public class Ricevuta
{
    [XmlArray(Form = XmlSchemaForm.Unqualified), XmlArrayItem("errore", Form = XmlSchemaForm.Unqualified)] public Errore[] ricevutaNonOk;
    [XmlElement(Form = XmlSchemaForm.Unqualified)] public RicevutaOk ricevutaOkInvioMalattia;
}

[XmlType(Namespace = "")]
public class Errore { public string tipoErrore, sezioneErrata, descrizione; }

[XmlType(Namespace = "")]
public class RicevutaOk { public DateTime dataRicezione; public string idCertificato; }
