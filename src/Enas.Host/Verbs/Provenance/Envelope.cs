using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Enas.Host.Verbs.Provenance;

/// <summary>A signed statement as a DSSE envelope (Dead Simple Signing Envelope 1.0, github.com/secure-systems-lab/dsse): what is signed is
/// the type and the bytes of the payload, so that nothing has to be brought into a canonical form.</summary>
/// <param name="Type">The payload's type.</param>
/// <param name="Payload">The payload.</param>
/// <param name="Signatures">Signatures, each with the name of its key, which anybody can write.</param>
internal sealed record Envelope(string Type, byte[] Payload, IReadOnlyList<(string? Key, byte[] Signature)> Signatures)
{
    /// <summary>The type of an in-toto statement.</summary>
    public const string InToto = "application/vnd.in-toto+json";

    // Base64 as it is.
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

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

    /// <summary>The envelope in JSON; null where it is none.</summary>
    public static Envelope? TryRead(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            var root = document.RootElement;
            return new Envelope(root.GetProperty(TypeName).GetString()!, root.GetProperty(PayloadName).GetBytesFromBase64(),
            [
                .. root.GetProperty(SignaturesName).EnumerateArray().Select(signature => (
                    signature.TryGetProperty(KeyName, out var key) ? key.GetString() : null,
                    signature.GetProperty(SignatureName).GetBytesFromBase64())),
            ]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

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
