using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.NasBench201;

/// <summary>What cells are judged by: a table of results, or images that their networks are trained on.</summary>
internal static class NasBench201DataKinds
{
    /// <summary>Results are looked up.</summary>
    public static IReadOnlyList<string> Table { get; } = [DataKindNames.Table];

    /// <summary>Networks are trained.</summary>
    public static IReadOnlyList<string> Images { get; } = [DataKindNames.Images, DataKindNames.Generated];

    /// <summary>All of them, that of the table first.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Table, .. Images];

    /// <summary>What they are, for people.</summary>
    public const string Description = "table: a CSV file with measured results, one line for each architecture; "
        + "images: a folder in one of the known layouts; generated: built-in pictures, which need no files.";
}
