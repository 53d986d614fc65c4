using System.Security.Cryptography;
using Enas.Host.Cli;
using Enas.Pipeline.Files;
using Enas.Pipeline.Messages;

namespace Enas.Host.Verbs.Provenance;

/// <summary>A key of ECDSA on the curve P-256: PKCS #8 in PEM to sign with, SubjectPublicKeyInfo in PEM to check with, as openssl has
/// them.</summary>
internal sealed class SigningKey : IDisposable
{
    private const int Bits = 256;
    private const long MostBytes = 1 << 16;

    private readonly ECDsa _key;

    private SigningKey(ECDsa key) => _key = key;

    /// <summary>SHA-256 of the public key in DER, 64 hexadecimal digits: says which key it is, and proves nothing.</summary>
    public string Id => Convert.ToHexStringLower(SHA256.HashData(_key.ExportSubjectPublicKeyInfo()));

    /// <summary>Whether it can sign.</summary>
    public bool HasPrivatePart
    {
        get
        {
            try
            {
                return _key.ExportParameters(includePrivateParameters: true).D is not null;
            }
            catch (CryptographicException)
            {
                return false;
            }
        }
    }

    /// <summary>A key that nobody had before.</summary>
    public static SigningKey New() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256));

    /// <summary>The private key in a file.</summary>
    /// <exception cref="NotFoundException">There is no such file.</exception>
    /// <exception cref="BadInputException">It holds no key of this kind, or the public part alone.</exception>
    public static SigningKey ReadPrivate(string path) => Read(path, isPrivate: true,
        "this is the public part of a key, which checks signatures and makes none; give the private one");

    /// <summary>The public key in a file. A private one is refused: whoever checks signatures has no use for it, and must not have
    /// it.</summary>
    /// <exception cref="NotFoundException">There is no such file.</exception>
    /// <exception cref="BadInputException">It holds no key of this kind, or the private one.</exception>
    public static SigningKey ReadPublic(string path) => Read(path, isPrivate: false,
        "this is a private key, which only who signs has; give " + (File.Exists(Surroundings.FullPath(path + KeyCommand.PublicSuffix))
            ? $"the public one, {ForeignText.Shown(path + KeyCommand.PublicSuffix)}"
            : $"the public one, which 'enas key new' wrote beside it with {KeyCommand.PublicSuffix} behind its name"));

    private static SigningKey Read(string path, bool isPrivate, string otherwise)
    {
        var key = Read(path);
        if (key.HasPrivatePart == isPrivate)
        {
            return key;
        }

        key.Dispose();
        throw new BadInputException($"--key {ForeignText.Shown(path)}: {otherwise}");
    }

    /// <summary>The key in a file, whichever of the two it is.</summary>
    /// <exception cref="NotFoundException">There is no such file.</exception>
    /// <exception cref="BadInputException">It holds no key of this kind.</exception>
    public static SigningKey Read(string path)
    {
        var key = ECDsa.Create();
        try
        {
            var bytes = RegularFile.ReadAllBytes(Surroundings.FullPath(path), MostBytes);
            key.ImportFromPem(System.Text.Encoding.UTF8.GetString(bytes));
            return key.KeySize == Bits && key.ExportParameters(false).Curve.Oid?.Value == ECCurve.NamedCurves.nistP256.Oid.Value
                ? new SigningKey(key) : throw NoKey(path);
        }
        catch (FileNotFoundException)
        {
            throw new NotFoundException($"--key {ForeignText.Shown(path)}: there is no such file; "
                + $"make a key with: {CommandText.Of("key", "new", "--out", path)}");
        }
        catch (UnusableFileException error)
        {
            throw new BadInputException($"--key {error.Message}");
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException)
        {
            throw NoKey(path);
        }
    }

    /// <summary>A signature of ECDSA with SHA-256 in DER (RFC 3279).</summary>
    public byte[] Sign(byte[] message) => _key.SignData(message, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);

    /// <summary>Whether a signature is of this key over a message.</summary>
    public bool Verifies(byte[] message, byte[] signature)
    {
        try
        {
            return _key.VerifyData(message, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (CryptographicException)
        {
            return false; // It is not even one in DER.
        }
    }

    /// <summary>The private key as PEM.</summary>
    public string PrivatePem() => _key.ExportPkcs8PrivateKeyPem() + "\n";

    /// <summary>The public key as PEM.</summary>
    public string PublicPem() => _key.ExportSubjectPublicKeyInfoPem() + "\n";

    /// <inheritdoc />
    public void Dispose() => _key.Dispose();

    private static BadInputException NoKey(string path) => new($"--key {ForeignText.Shown(path)}: is no key of ECDSA on P-256 in PEM. "
        + $"'{CommandText.Of("key", "new", "--out", "FILE")}' makes one, as 'openssl ecparam -name prime256v1 -genkey' does");
}
