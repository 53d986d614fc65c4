using System.Buffers;
using System.Globalization;

namespace Enas.Storage.Folders;

/// <summary>Names of checkpoints: <c>{step, twelve digits}-{sha256}.safetensors</c>.</summary>
internal static class CheckpointName
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdef");

    private const int StepDigits = 12;
    private const int DigestDigits = 64;
    private const string Extension = ".safetensors";

    public static string Of(long step, string digest) =>
        string.Create(CultureInfo.InvariantCulture, $"{step:D12}-{digest}{Extension}");

    /// <summary>Whether a name is canonical. Names come from events, so one that is not must never reach the file system.</summary>
    public static bool IsCanonical(string name) =>
        name.Length == StepDigits + 1 + DigestDigits + Extension.Length
        && name.AsSpan(0, StepDigits).IndexOfAnyExceptInRange('0', '9') < 0
        && name[StepDigits] == '-'
        && name.AsSpan(StepDigits + 1, DigestDigits).IndexOfAnyExcept(Hexadecimal) < 0
        && name.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>The digest in a canonical name.</summary>
    public static string DigestOf(string name) => name.Substring(StepDigits + 1, DigestDigits);
}
