// The encrypted fields, by what Windows has: RSA with PKCS#1 v1.5 padding, then base64 on one line.
unit Encryption;

interface

// Text, encrypted with the key of the certificate in a DER file (SanitelCF.cer).
function Encrypted(const CertificateFile, Text: string): string;

implementation

uses
  Winapi.Windows, System.SysUtils, System.IOUtils, System.NetEncoding;

type
  TBlob = record
    Size: DWORD;
    Data: PByte;
  end;

  TBits = record
    Size: DWORD;
    Data: PByte;
    Unused: DWORD;
  end;

  TAlgorithm = record
    Name: PAnsiChar;
    Parameters: TBlob;
  end;

  TPublicKeyInfo = record
    Algorithm: TAlgorithm;
    Key: TBits;
  end;
  PPublicKeyInfo = ^TPublicKeyInfo;

  // CERT_INFO up to the member that is needed.
  TCertificateInfo = record
    Version: DWORD;
    SerialNumber: TBlob;
    SignatureAlgorithm: TAlgorithm;
    Issuer: TBlob;
    NotBefore, NotAfter: TFileTime;
    Subject: TBlob;
    PublicKey: TPublicKeyInfo;
  end;

  TCertificateContext = record
    Encoding: DWORD;
    Encoded: PByte;
    EncodedSize: DWORD;
    Info: ^TCertificateInfo;
    Store: Pointer;
  end;
  PCertificateContext = ^TCertificateContext;

const
  X509 = 1; // X509_ASN_ENCODING
  Pkcs1 = 2; // BCRYPT_PAD_PKCS1

function CertCreateCertificateContext(Encoding: DWORD; Encoded: PByte; Size: DWORD): PCertificateContext; stdcall; external 'crypt32.dll';
function CertFreeCertificateContext(Context: PCertificateContext): BOOL; stdcall; external 'crypt32.dll';
function CryptImportPublicKeyInfoEx2(Encoding: DWORD; Info: PPublicKeyInfo; Flags: DWORD; Reserved: Pointer; out Key: THandle): BOOL; stdcall; external 'crypt32.dll';
function BCryptEncrypt(Key: THandle; Input: PByte; InputSize: ULONG; Padding: Pointer; Iv: PByte; IvSize: ULONG; Output: PByte; OutputSize: ULONG; out Written: ULONG; Flags: ULONG): Integer; stdcall; external 'bcrypt.dll';
function BCryptDestroyKey(Key: THandle): Integer; stdcall; external 'bcrypt.dll';

function Encrypted(const CertificateFile, Text: string): string;
var
  Certificate, Clear, Secret: TBytes;
  Context: PCertificateContext;
  Key: THandle;
  Written: ULONG;
  OneLine: TBase64Encoding;
begin
  Certificate := TFile.ReadAllBytes(CertificateFile);
  Clear := TEncoding.UTF8.GetBytes(Text);
  Context := CertCreateCertificateContext(X509, PByte(Certificate), Length(Certificate));
  if Context = nil then
    RaiseLastOSError;
  try
    if not CryptImportPublicKeyInfoEx2(X509, @Context^.Info^.PublicKey, 0, nil, Key) then
      RaiseLastOSError;
    try
      SetLength(Secret, 512);
      if BCryptEncrypt(Key, PByte(Clear), Length(Clear), nil, nil, 0, PByte(Secret), Length(Secret), Written, Pkcs1) <> 0 then
        raise Exception.Create('BCryptEncrypt failed');
      SetLength(Secret, Written);
    finally
      BCryptDestroyKey(Key);
    end;
  finally
    CertFreeCertificateContext(Context);
  end;
  OneLine := TBase64Encoding.Create(0); // TNetEncoding.Base64 breaks the line after 76 characters
  try
    Result := OneLine.EncodeBytesToString(Secret);
  finally
    OneLine.Free;
  end;
end;

end.
