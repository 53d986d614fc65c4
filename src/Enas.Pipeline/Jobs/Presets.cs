using System.Globalization;
using Enas.Pipeline.Catalogs;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Jobs;

/// <summary>One value that a preset gives, as canonical JSON text.</summary>
public sealed record PresetValue(string Key, string Json)
{
    /// <summary>A value: true or false, a number, a word or several.</summary>
    public static PresetValue Of(string key, object value) => new(key, value switch
    {
        bool truth => CanonicalJson.Truth(truth),
        int number => number.ToString(CultureInfo.InvariantCulture),
        double number => CanonicalJson.Number(number),
        string word => CanonicalJson.Text(word),
        string[] words => CanonicalJson.List(words),
        _ => throw new ArgumentException($"{key}: a preset cannot hold {value.GetType().Name}", nameof(value)),
    });
}

/// <summary>A named set of values for what a job leaves out.</summary>
public sealed record Preset(string Name, string Description, IReadOnlyList<PresetValue> Values);

/// <summary>
/// The presets. Each writes its whole column down, also where it agrees with the defaults, so that it can be read on its own.
/// Where a source is silent, the comment beside the value says what was chosen.
/// </summary>
public static partial class Presets
{
    private static readonly Preset[] s_recurrent =
    [
        new("small", "Made for a few CPU cores: 4,400 weight steps and 1,000 samples.", Values(Small)),
        new("paper", "Pham et al. 2018, as far as the paper says.", Values(Paper)),
        new("official", "The authors' released code for Penn Treebank.", Values(Official)),
        new("enas-lm", "The authors' later language-model code.", Values(EnasLm)),
        new("reproducible", "As paper, with rewards that are measured well enough to be compared.",
            Values([.. Paper, .. ReproducibleChanges])),
    ];

    /// <summary>The presets of recurrent cells, the one for beginners first.</summary>
    internal static IReadOnlyList<Preset> Recurrent => s_recurrent;

    /// <summary>The presets of whole networks, the one for beginners first.</summary>
    internal static IReadOnlyList<Preset> MacroNetworks => s_macro;

    /// <summary>The presets of convolutional cells, the one for beginners first.</summary>
    internal static IReadOnlyList<Preset> MicroCells => s_micro;

    /// <summary>The presets of a space, the one for beginners first.</summary>
    public static IReadOnlyList<Preset> Of(string spaceKind) => SpaceCatalog.Of(spaceKind).Presets;

    /// <summary>The preset of a name, or null.</summary>
    public static Preset? Find(string spaceKind, string name) => Of(spaceKind).FirstOrDefault(preset => preset.Name == name);

    // A later value replaces an earlier one: that is how a preset builds on another.
    internal static List<PresetValue> Values((string Key, object Value)[] rows)
    {
        var values = new List<PresetValue>();
        foreach (var (key, value) in rows)
        {
            values.RemoveAll(earlier => earlier.Key == key);
            values.Add(PresetValue.Of(key, value));
        }

        return values;
    }

    /// <summary>The rows of one section, whose keys leave the section out.</summary>
    private static IEnumerable<(string Key, object Value)> Section(string section, params (string Key, object Value)[] rows) =>
        rows.Select(row => ($"{section}.{row.Key}", row.Value));
}
