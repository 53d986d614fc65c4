using System.Globalization;
using Enas.Storage.Files;

namespace Enas.Storage.Log;

/// <summary>Names of segments: twenty digits, so that ordinal order is numeric order.</summary>
internal static class SegmentName
{
    private const int Digits = 20;
    private const string Extension = ".parquet";

    public static string Of(long number) => number.ToString("D20", CultureInfo.InvariantCulture) + Extension;

    /// <summary>Its key in the store of the search.</summary>
    public static string KeyOf(long number) => $"{EntryNames.Segments}/{Of(number)}";

    /// <summary>The number of a canonical name; false for anything else, however similar.</summary>
    public static bool TryParse(string name, out long number)
    {
        number = -1;
        return name.Length == Digits + Extension.Length
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(name.AsSpan(0, Digits), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
