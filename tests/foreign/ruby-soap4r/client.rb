# A foreign client: Ruby soap4r, with a driver made from the WSDL when it runs.
require 'base64'
require 'date'
require 'openssl'
require 'soap/wsdlDriver'

WORKER = 'PNIMRA70A01H501P'
NOTE = 'Influenza: febbre e tosse, è già a letto'
KEY = OpenSSL::X509::Certificate.new(File.binread(ENV['CER'])).public_key
PASSED = []

def sealed(text)
  Base64.strict_encode64(KEY.public_encrypt(text, OpenSSL::PKey::RSA::PKCS1_PADDING))
end

def day(n)
  (Date.today + n).to_s
end

def check(name, holds, seen = nil)
  abort("ruby-soap4r: FAILED #{name} #{seen.inspect}") unless holds
  PASSED << name
end

def driver(password)
  made = SOAP::WSDLDriverFactory.new(ENV['WSDL']).create_rpc_driver
  made.options['protocol.http.ssl_config.ca_file'] = ENV['CA']
  made.options['protocol.http.basic_auth'] << [ENV['ENDPOINT'], 'PROVAX00X00X000Y', password]
  made
end

sac = driver('prova')
who = {
  medico: { pincode: sealed('1234567890'), codiceRegione: '120', codiceAsl: '201' },
  lavoratore: { codiceFiscale: sealed(WORKER) }
}

person = sac.interrogazioneLavoratore(who).ricevutaOkInterrogazioneLavoratore
check('interrogazione', !person.cognome.empty? && !person.nome.empty?, person)

message = who.merge(
  residenza: { via: 'Via Nazionale', civico: '1', cap: '00184', codiceCatastale: 'H501' },
  malattia: {
    ruoloMedico: 'S', dataRilascio: day(0), dataInizio: day(0), dataFine: day(5), visita: 'A', tipoCertificato: 'I',
    diagnosi: { codiceDiagnosi: '487.1', noteDiagnosi: NOTE }
  }
)
sent = sac.inviaMalattia(message).ricevutaOkInvioMalattia
puc = sent.idCertificato
check('invio', puc =~ /\A\d{9}\z/ && DateTime.parse(sent.dataRicezione), sent)

again = sac.inviaMalattia(message).ricevutaNonOk
check('invio, di nuovo', again.errore.descrizione.include?(puc), again)

# A list of one comes as its only element.
states = lambda do
  found = [sac.ricercaMalattia(who).ricevutaOkRicercaMalattia.datiCertificato].flatten
  found.map { |dati| [dati.idCertificato, dati.annullato] }.to_h
end
check('ricerca', states.call[puc] == 'false')

printed = sac.ristampaMalattia(who.merge(idCertificato: puc)).ricevutaOkRistampaMalattia
check('ristampa', printed.lavoratore.codiceFiscale == WORKER && printed.malattia.diagnosi.noteDiagnosi == NOTE, printed)

shorter = sac.rettificaMalattia(who.merge(idCertificato: puc, dataFine: day(3))).ricevutaOkRettificaMalattia
check('rettifica', shorter.idCertificato != puc && shorter.malattia.dataFine == day(3), shorter)

cancelled = sac.annullaMalattia(who.merge(idCertificato: shorter.idCertificato)).ricevutaOkAnnullamentoMalattia
check('annullamento', cancelled.idAnnullamento =~ /\A\d{9}\z/, cancelled)
check('ricerca, alla fine', states.call[shorter.idCertificato] == 'true')

begin
  driver('errata').interrogazioneLavoratore(who)
  check('fault', false)
rescue SOAP::FaultError => refused
  check('fault', refused.faultstring.data == 'Credenziali invalide', refused)
end
puts "ruby-soap4r: #{PASSED.size} passed, 0 failed (#{PASSED.join(', ')})"
