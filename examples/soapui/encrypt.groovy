// A Groovy step for SoapUI: fills the properties `pincode` and `codiceFiscale` of the test case with
// encrypted values, to be used in the request as ${#TestCase#pincode} and ${#TestCase#codiceFiscale}.
import java.security.cert.CertificateFactory
import javax.crypto.Cipher

def file = context.expand('${#Project#SanitelCF}') // the path of SanitelCF.cer, a property of the project
def certificate = new File(file).withInputStream { CertificateFactory.getInstance('X.509').generateCertificate(it) }

// RSA with PKCS#1 v1.5 padding, then base64 on one line.
def encrypted = { String text ->
    def cipher = Cipher.getInstance('RSA/ECB/PKCS1Padding')
    cipher.init(Cipher.ENCRYPT_MODE, certificate)
    cipher.doFinal(text.getBytes('UTF-8')).encodeBase64().toString()
}

testRunner.testCase.setPropertyValue('pincode', encrypted('1234567890'))
testRunner.testCase.setPropertyValue('codiceFiscale', encrypted('PNIMRA70A01H501P'))
