using System.Globalization;

namespace Enas.Pipeline.Options;

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
        JsonText json => json.Text,
        _ => throw new ArgumentException($"{key}: a preset cannot hold {value.GetType().Name}", nameof(value)),
    });
}

/// <summary>A value of a form of its own, as canonical JSON.</summary>
internal sealed record JsonText(string Text);

/// <summary>A named set of values for what a job leaves out.</summary>
public sealed record Preset(string Name, string Description, IReadOnlyList<PresetValue> Values)
{
    /// <summary>
    /// The preset's value of an option; null where it has none. A word that the row does not know is meant for another strategy, whose
    /// row of the same key knows it.
    /// </summary>
    internal string? ValueOf(JobOption option) =>
        option.IsFilledByPresets && Values.FirstOrDefault(value => value.Key == option.Key)?.Json is { } json
            && (option.Type != JobOptionType.Text || option.Allowed.Count == 0
                || option.Allowed.Any(word => CanonicalJson.Text(word) == json))
            ? json : null;
}

/// <summary>The values of a preset, as they are written down: by section, the later over the earlier.</summary>
public static class PresetValues
{
    /// <summary>The values of rows; a later one replaces an earlier one, which is how a preset builds on another.</summary>
    public static IReadOnlyList<PresetValue> Of(IEnumerable<(string Key, object Value)> rows)
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
    public static IEnumerable<(string Key, object Value)> Section(string section, params (string Key, object Value)[] rows) =>
        rows.Select(row => ($"{section}.{row.Key}", row.Value));
}
