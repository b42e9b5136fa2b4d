// Sends a sickness certificate and prints its protocol number (PUC). Delphi 10.3 or later, Windows.
//
//     Invia.exe [ENDPOINT [DATA_DIR]]
//
// The CA has to be trusted by Windows first: certutil -user -addstore Root sac-data\ca.pem
//
// Not compiled by us: there is no Delphi where this was written (see examples/README.md).
program Invia;

{$APPTYPE CONSOLE}

uses
  System.SysUtils, System.Classes, System.NetEncoding, System.Net.HttpClient, System.Net.URLClient,
  Encryption in 'Encryption.pas';

const
  Template =
    '<?xml version="1.0" encoding="UTF-8"?>' +
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:cert="http://cert.sanita.finanze.it/">' +
    '<soapenv:Body><cert:invioMalattiaRequest>' +
    '<medico><pincode>%0:s</pincode><codiceRegione>120</codiceRegione><codiceAsl>201</codiceAsl></medico>' +
    '<lavoratore><codiceFiscale>%1:s</codiceFiscale></lavoratore>' +
    '<residenza><via>Via Nazionale</via><civico>1</civico><cap>00184</cap><codiceCatastale>H501</codiceCatastale></residenza>' +
    '<malattia><ruoloMedico>S</ruoloMedico>' +
    '<dataRilascio>%2:s</dataRilascio><dataInizio>%2:s</dataInizio><dataFine>%2:s</dataFine>' +
    '<visita>A</visita><tipoCertificato>I</tipoCertificato>' +
    '<diagnosi><noteDiagnosi>Influenza, inviata con Delphi</noteDiagnosi></diagnosi></malattia>' +
    '</cert:invioMalattiaRequest></soapenv:Body></soapenv:Envelope>';

// The text of the first element of this name, or an empty one. A program of yours would use TXMLDocument.
function TextOf(const Answer, Name: string): string;
var
  First, Last: Integer;
begin
  First := Pos('<' + Name + '>', Answer);
  Last := Pos('</' + Name + '>', Answer);
  if (First = 0) or (Last = 0) then
    Exit('');
  First := First + Length(Name) + 2;
  Result := Copy(Answer, First, Last - First);
end;

procedure Send(const Endpoint, Data: string);
var
  Client: THTTPClient;
  Body: TStringStream;
  Response: IHTTPResponse;
  Certificate, Message, Login, Answer: string;
begin
  Certificate := Data + '\SanitelCF.cer';
  Message := Format(Template, [Encrypted(Certificate, '1234567890'), Encrypted(Certificate, 'PNIMRA70A01H501P'),
    FormatDateTime('yyyy-mm-dd', Date)]);
  Login := 'Basic ' + TNetEncoding.Base64.Encode('PROVAX00X00X000Y:prova');
  Client := THTTPClient.Create;
  Body := TStringStream.Create(Message, TEncoding.UTF8);
  try
    Response := Client.Post(Endpoint, Body, nil, [
      TNetHeader.Create('Content-Type', 'text/xml; charset=UTF-8'),
      TNetHeader.Create('SOAPAction', '"http://ws.cert.sanita.finanze.it/InviaMalattia"'),
      TNetHeader.Create('Authorization', Login)]);
    Answer := Response.ContentAsString(TEncoding.UTF8);
  finally
    Body.Free;
    Client.Free;
  end;
  if TextOf(Answer, 'faultstring') <> '' then // HTTP 500: wrong credentials, or a message that breaks the schema
    raise Exception.Create(TextOf(Answer, 'faultstring'));
  if TextOf(Answer, 'descrizione') <> '' then // HTTP 200, but a refusal: ricevutaNonOk
    raise Exception.Create(TextOf(Answer, 'tipoErrore') + ' ' + TextOf(Answer, 'descrizione'));
  Writeln('PUC ', TextOf(Answer, 'idCertificato'));
end;

var
  Endpoint, Data: string;
begin
  Endpoint := 'https://localhost:8443/CertServiceWeb/CertificatiMedici';
  Data := 'sac-data';
  if ParamCount > 0 then
    Endpoint := ParamStr(1);
  if ParamCount > 1 then
    Data := ParamStr(2);
  try
    Send(Endpoint, Data);
  except
    on E: Exception do
    begin
      Writeln(ErrOutput, E.Message);
      ExitCode := 1;
    end;
  end;
end.
