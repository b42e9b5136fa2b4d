// Fills the properties `lavoratoreCifrato` and `pincodeCifrato` of the test case: encrypted with
// the certificate SanitelCF.cer, whose path is a property of the project. `lavoratore` is a codice
// fiscale of nobody, so that each run has a worker of its own.
import java.security.cert.CertificateFactory
import javax.crypto.Cipher

def properties = testRunner.testCase
['puc', 'puc_1', 'pucir', 'pucir_1'].each { properties.removeProperty(it) }

def random = new Random()
def consonants = 'BCDFGLMNPRSTVZ'
def code = (1..6).collect { consonants[random.nextInt(consonants.length())] }.join() +
    (60 + random.nextInt(30)) + 'A' + String.format('%02d', 1 + random.nextInt(28)) + 'H501'
def odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23]
def sum = 0
code.eachWithIndex { c, i ->
    def value = c.isInteger() ? c.toInteger() : (int) c.charAt(0) - (int) 'A'.charAt(0)
    sum += i % 2 == 0 ? odd[value] : value
}
properties.setPropertyValue('lavoratore', code + (char) ((int) 'A'.charAt(0) + sum % 26))

def certificate = new File(context.expand('${#Project#SanitelCF}')).withInputStream {
    CertificateFactory.getInstance('X.509').generateCertificate(it)
}
// RSA with PKCS#1 v1.5 padding, then base64 on one line.
def encrypted = { String text ->
    def cipher = Cipher.getInstance('RSA/ECB/PKCS1Padding')
    cipher.init(Cipher.ENCRYPT_MODE, certificate)
    cipher.doFinal(text.getBytes('UTF-8')).encodeBase64().toString()
}
properties.setPropertyValue('pincodeCifrato', encrypted(context.expand('${#Project#pincode}')))
properties.setPropertyValue('lavoratoreCifrato', encrypted(properties.getPropertyValue('lavoratore')))
