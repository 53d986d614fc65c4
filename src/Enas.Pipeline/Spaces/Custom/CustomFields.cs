using System.Globalization;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Options;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>The fields of one decision, read one by one; what is wrong with them is collected.</summary>
internal sealed class CustomFields(JsonObjectNode node, string where, List<ValueFault> faults)
{
    /// <summary>How messages name the decision.</summary>
    public string Where { get; set; } = where;

    /// <summary>A scalar as an option; null where it is none.</summary>
    public static CustomOption? OptionOf(PlacedNode node) => node switch
    {
        JsonTextNode text when text.Text.Length > 0 => new(text.Text, CanonicalJson.Text(text.Text)),
        JsonNumberNode number when double.TryParse(number.Literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value) => new(CanonicalJson.Number(value), CanonicalJson.Number(value)),
        JsonWordNode { Word: "true" } => new("yes", "true"),
        JsonWordNode { Word: "false" } => new("no", "false"),
        _ => null,
    };

    /// <summary>A field; null where it is not there.</summary>
    public JsonMember? Find(string key) => node.Members.FirstOrDefault(member => member.Key == key);

    /// <summary>Records a fault of a field.</summary>
    public void Refuse(string key, string code, string message)
    {
        var member = Find(key);
        var shown = member is null or { Value: JsonArrayNode or JsonObjectNode } ? string.Empty
            : $" = {ForeignText.Shown(member.Value.Display)}";
        faults.Add(new(code, member?.Value.Position ?? node.Position, $"{Where} \"{key}\"{shown} {message}"));
    }

    /// <summary>A text; without a standard it must be there.</summary>
    public string? Text(string key, string? standard)
    {
        switch (Find(key)?.Value)
        {
            case null when standard is not null:
                return standard;
            case null:
                Refuse(key, JobErrorCodes.Missing, "is missing; expected text");
                return null;
            case JsonTextNode text:
                return text.Text;
            default:
                Refuse(key, JobErrorCodes.WrongType, "is not text");
                return null;
        }
    }

    /// <summary>One of some words; without a standard it must be there.</summary>
    public string? Word(string key, IReadOnlyList<string> allowed, string? standard = null)
    {
        if (Find(key) is null && standard is null)
        {
            Refuse(key, JobErrorCodes.Missing, $"is missing; allowed: {string.Join(' ', allowed)}");
            return null;
        }

        if (Text(key, standard) is not { } word || allowed.Contains(word))
        {
            return Text(key, standard);
        }

        Refuse(key, JobErrorCodes.UnknownWord, $"is not allowed{Nearest.Hint(word, allowed)}; allowed: {string.Join(' ', allowed)}");
        return null;
    }

    /// <summary>A whole number; without a standard it must be there.</summary>
    public long? Integer(string key, long minimum, long? standard = null)
    {
        if (Find(key) is not { } member)
        {
            return standard ?? Missing<long>(key, "a whole number");
        }

        if (member.Value is JsonNumberNode number
            && long.TryParse(number.Literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= minimum && value <= int.MaxValue)
        {
            return value;
        }

        Refuse(key, JobErrorCodes.OutOfRange, $"is out of range; allowed: whole numbers from {minimum} to {int.MaxValue}");
        return null;
    }

    /// <summary>A number, which must be there.</summary>
    public double? Number(string key)
    {
        if (Find(key) is not { } member)
        {
            return Missing<double>(key, "a number");
        }

        if (member.Value is JsonNumberNode number
            && double.TryParse(number.Literal, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value))
        {
            return value;
        }

        Refuse(key, JobErrorCodes.WrongType, "is not a finite number");
        return null;
    }

    /// <summary>A list of options, each once.</summary>
    public IReadOnlyList<CustomOption>? Options(string key)
    {
        if (Find(key)?.Value is not JsonArrayNode { Items.Count: > 0 } list)
        {
            Refuse(key, Find(key) is null ? JobErrorCodes.Missing : JobErrorCodes.BadList,
                Find(key)?.Value switch
                {
                    null => "is missing; expected a list of what can be chosen",
                    JsonArrayNode => "is empty; name at least one thing that can be chosen",
                    _ => "is not a list of what can be chosen",
                });
            return null;
        }

        var options = new List<CustomOption>();
        foreach (var item in list.Items)
        {
            if (OptionOf(item) is not { } option)
            {
                faults.Add(new(JobErrorCodes.WrongType, item.Position, $"{Where} \"{key}\": {ForeignText.Shown(item.Display)} is "
                    + $"{(item is JsonTextNode ? "empty" : item.KindName)}; expected text, a number, or true or false"));
            }
            else if (options.Exists(known => known.Text == option.Text))
            {
                faults.Add(new(JobErrorCodes.BadList, item.Position,
                    $"{Where} \"{key}\": {ForeignText.Shown(item.Display)} stands twice; name each once"));
            }
            else
            {
                options.Add(option);
            }
        }

        return options.Count == list.Items.Count ? options : null;
    }

    /// <summary>Refuses every field that is not among those known.</summary>
    public void RefuseOthers(IReadOnlyList<string> known, bool isKindKnown)
    {
        foreach (var member in node.Members.Where(member => isKindKnown && !known.Contains(member.Key)))
        {
            faults.Add(new(JobErrorCodes.UnknownKey, member.KeyPosition, $"{Where}: unknown key \"{ForeignText.Shown(member.Key)}\""
                + $"{Nearest.Hint(member.Key, known)}; known here: {string.Join(' ', known)}"));
        }
    }

    private T? Missing<T>(string key, string expected)
        where T : struct
    {
        Refuse(key, JobErrorCodes.Missing, $"is missing; expected {expected}");
        return null;
    }
}
