using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Enas.Host.Verbs.Provenance;

/// <summary>A signed statement as a DSSE envelope (Dead Simple Signing Envelope 1.0, github.com/secure-systems-lab/dsse): what is signed is
/// the type and the bytes of the payload, so that nothing has to be brought into a canonical form.</summary>
/// <param name="Type">The payload's type.</param>
/// <param name="Signatures">Signatures, each with the name of its key, which anybody can write.</param>
internal sealed record Envelope(string Type, byte[] Payload, IReadOnlyList<(string? Key, byte[] Signature)> Signatures)
{
    /// <summary>The type of an in-toto statement.</summary>
    public const string InToto = "application/vnd.in-toto+json";

    // Base64 as it is.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>JSON in which no name stands twice: readers differ in which of the two they take.</summary>
    internal static readonly JsonDocumentOptions StrictJson = new() { AllowDuplicateProperties = false };

    // Each is checked over the whole payload, and anybody can add some.
    private const int MostSignatures = 64;

    private const string TypeName = "payloadType";
    private const string PayloadName = "payload";
    private const string SignaturesName = "signatures";
    private const string KeyName = "keyid";
    private const string SignatureName = "sig";

    /// <summary>What is signed: the pre-authentication encoding of DSSE.</summary>
    public byte[] Signed =>
    [
        .. Encoding.UTF8.GetBytes(FormattableString.Invariant(
            $"DSSEv1 {Encoding.UTF8.GetByteCount(Type)} {Type} {Payload.Length} ")), .. Payload,
    ];

    /// <summary>An envelope with one signature.</summary>
    public static Envelope Of(byte[] payload, SigningKey key)
    {
        var unsigned = new Envelope(InToto, payload, []);
        return unsigned with { Signatures = [(key.Id, key.Sign(unsigned.Signed))] };
    }

    /// <summary>The envelope in JSON; null where it is none. Only one text has the same bytes: no name stands twice, and base64 is as it is
    /// written, with no bit beside the bytes.</summary>
    public static Envelope? TryRead(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, StrictJson);
            var (root, signatures) = (document.RootElement, document.RootElement.GetProperty(SignaturesName));
            return root.GetProperty(TypeName).GetString() is { } type && signatures.GetArrayLength() <= MostSignatures
                ? new Envelope(type, Bytes(root.GetProperty(PayloadName)),
                [
                    .. signatures.EnumerateArray().Select(signature => (
                        signature.TryGetProperty(KeyName, out var key) ? key.GetString() : null,
                        Bytes(signature.GetProperty(SignatureName)))),
                ])
                : null;
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private static byte[] Bytes(JsonElement base64) =>
        base64.GetBytesFromBase64() is var bytes && base64.ValueEquals(Convert.ToBase64String(bytes)) ? bytes : throw new FormatException();

    /// <summary>It in JSON.</summary>
    public string ToJson() => new JsonObject
    {
        [TypeName] = Type,
        [PayloadName] = Convert.ToBase64String(Payload),
        [SignaturesName] = new JsonArray([.. Signatures.Select(signature => (JsonNode)new JsonObject
        {
            [KeyName] = signature.Key,
            [SignatureName] = Convert.ToBase64String(signature.Signature),
        })]),
    }.ToJsonString(s_json) + "\n";
}
