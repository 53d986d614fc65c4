using System.Globalization;
using System.Text;
using System.Text.Json;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Work;

/// <summary>A result as the bytes that are kept under its key: equal results, equal bytes.</summary>
internal static class WorkResultFile
{
    /// <summary>The version of the form.</summary>
    public const int Format = 1;

    /// <summary>The most bytes that a file may have.</summary>
    public const int MostBytes = 4 << 20;

    private static readonly (WorkEnd End, string Name)[] s_ends =
        [(WorkEnd.Done, "done"), (WorkEnd.Failed, "failed"), (WorkEnd.Impossible, "impossible")];

    /// <summary>The bytes of a result, on one line that a line feed ends.</summary>
    public static byte[] Write(WorkResult result)
    {
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture,
            $"{{\"format\":{Format},\"key\":\"{result.Key.Hex}\",\"end\":\"{NameOf(result.End)}\",\"exitCode\":{result.ExitCode}"));
        Add("fingerprint", result.Fingerprint);
        Add("value", result.Value.IsEmpty ? null : Convert.ToBase64String(result.Value.Span));
        Add("reason", result.Reason);
        return Encoding.UTF8.GetBytes(text.Append("}\n").ToString());

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                text.Append(CultureInfo.InvariantCulture, $",\"{name}\":{CanonicalJson.Text(value)}");
            }
        }
    }

    /// <summary>The result of a key.</summary>
    /// <exception cref="JsonException">The bytes are not what <see cref="Write"/> writes for that key.</exception>
    public static WorkResult Read(ReadOnlySpan<byte> bytes, WorkKey key)
    {
        var result = TryRead(bytes, key);
        return result is not null && Write(result).AsSpan().SequenceEqual(bytes) ? result
            : throw new JsonException("the bytes are not the result of this work");
    }

    private static WorkResult? TryRead(ReadOnlySpan<byte> bytes, WorkKey key)
    {
        try
        {
            using var json = JsonDocument.Parse(bytes.ToArray());
            var root = json.RootElement;
            string? Text(string name) => root.TryGetProperty(name, out var value) ? value.GetString() : null;
            var name = Text("end");
            return s_ends.Any(end => end.Name == name)
                ? new WorkResult(
                    key, s_ends.First(end => end.Name == name).End, root.GetProperty("exitCode").GetInt32(), Text("fingerprint"),
                    Text("value") is { } value ? Convert.FromBase64String(value) : ReadOnlyMemory<byte>.Empty, Text("reason"))
                : null;
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            return null;
        }
    }

    private static string NameOf(WorkEnd end) => s_ends.First(known => known.End == end).Name;
}
