using System.Globalization;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Options;

/// <summary>What an option holds.</summary>
public enum JobOptionType
{
    Integer,
    Number,
    Boolean,
    Text,
    TextList,
    Path,

    /// <summary>JSON of a form of its own, see <see cref="IOptionForm"/>.</summary>
    Structure,
}

/// <summary>Which fact an option is part of.</summary>
public enum JobFactScope
{
    /// <summary>Labels, places and limits: the search does not depend on it.</summary>
    None,

    /// <summary>Part of <c>search-started</c>.</summary>
    Search,

    /// <summary>Part of the first fact of a final training.</summary>
    Training,

    /// <summary>Part of both: schema and seed.</summary>
    Both,
}

/// <summary>Why a value was refused.</summary>
internal sealed record ValueFault(string Code, TextPosition Position, string Message);

/// <summary>One row of the table of options. Values are canonical JSON texts, so they compare as text.</summary>
public sealed record JobOption
{
    /// <summary>Dotted key, as in <c>sharedWeights.batchSize</c>.</summary>
    public required string Key { get; init; }

    public required JobOptionType Type { get; init; }

    /// <summary>One line, with the unit.</summary>
    public required string Description { get; init; }

    /// <summary>Canonical JSON text, or null when the option must be given.</summary>
    public required string? Default { get; init; }

    public JobFactScope Facts { get; init; }

    /// <summary>The property of <see cref="JobOptions"/> that holds it, by JSON names; the key itself where it says nothing else.</summary>
    public string Member { get => field ?? Key; init; }

    /// <summary>As an option that <see cref="JobOptions"/> has no property for: whoever added it reads it from
    /// <see cref="JobOptions.Own"/>.</summary>
    public JobOption AsOwn() => Member == Key ? this with { Member = OwnOptions.Prefix + Key } : this;

    /// <summary>
    /// Whether it gives shared weights, policy or decisions their shape, or says what a decision means: a branch, which takes them over,
    /// cannot change it.
    /// </summary>
    public bool IsShape { get; init; }

    /// <summary>
    /// Whether it came after searches had been recorded without it: then it is part of the facts only where it is not its default, so that
    /// a search from before is still the same search, with the same fingerprint.
    /// </summary>
    public bool IsLater { get; init; }

    /// <summary>Whether a preset's value of its key is meant for it too; false of a row that other strategies have under the same key, and
    /// for whose jobs the presets are made.</summary>
    public bool IsFilledByPresets { get; init; } = true;

    /// <summary>As an option that came later, see <see cref="IsLater"/>.</summary>
    public JobOption AsLater() => this with { IsLater = true };

    /// <summary>As an option that no branch can change, see <see cref="IsShape"/>.</summary>
    internal JobOption AsShape() => this with { IsShape = true };

    /// <summary>As an option that gives a network's weights their shape: those of a final training are in no branch.</summary>
    internal JobOption AsShapeOf(JobFactScope network) => this with { IsShape = network == JobFactScope.Search };

    /// <summary>The words that a text, or an entry of a list, can be; empty for any.</summary>
    public IReadOnlyList<string> Allowed { get; init; } = [];

    /// <summary>Whether a list is in an order in which the same text can stand again, as the arguments of a program.</summary>
    internal bool IsSequence { get; init; }

    /// <summary>Reads a value of <see cref="JobOptionType.Structure"/>; null of other types.</summary>
    internal IOptionForm? Form { get; init; }

    /// <summary>Smallest value, as it is written in messages.</summary>
    public string? Minimum { get; init; }

    /// <summary>Largest value, as it is written in messages.</summary>
    public string? Maximum { get; init; }

    /// <summary>The minimum itself is not allowed.</summary>
    public bool AboveMinimum { get; init; }

    /// <summary>The maximum itself is not allowed.</summary>
    public bool BelowMaximum { get; init; }

    /// <summary>Must be given by the job: no default and no preset fills it.</summary>
    public bool IsRequired => Default is null;

    /// <summary>The last part of the key.</summary>
    public string Name => Key[(Key.LastIndexOf('.') + 1)..];

    /// <summary>The allowed values for people: words, or a range.</summary>
    public string AllowedText => Allowed.Count > 0 ? string.Join(" ", Allowed) : RangeText;

    private string RangeText => (Minimum, Maximum) switch
    {
        (null, null) => "",
        (_, null) => AboveMinimum ? $"more than {Minimum}" : $"{Minimum} or more",
        (null, _) => BelowMaximum ? $"less than {Maximum}" : $"at most {Maximum}",
        _ => $"{(AboveMinimum ? $"more than {Minimum}" : Minimum)} to {(BelowMaximum ? $"less than {Maximum}" : Maximum)}",
    };

    /// <summary>The canonical text of a value, or everything for which it is refused.</summary>
    internal (string? Json, IReadOnlyList<ValueFault> Faults) ReadAll(PlacedNode node)
    {
        if (Form is not null)
        {
            return Form.Read(node);
        }

        var (json, fault) = Read(node);
        return (json, fault is null ? [] : [fault]);
    }

    /// <summary>The canonical text of a value, or why it is refused.</summary>
    internal (string? Json, ValueFault? Fault) Read(PlacedNode node) => (Type, node) switch
    {
        (JobOptionType.Integer, JsonNumberNode number) => ReadInteger(number),
        (JobOptionType.Number, JsonNumberNode number) => ReadNumber(number),
        (JobOptionType.Boolean, JsonWordNode { Word: "true" or "false" } word) => (word.Word, null),
        (JobOptionType.Text, JsonTextNode text) => ReadWord(text),
        (JobOptionType.Path, JsonTextNode text) => ReadPath(text),
        (JobOptionType.TextList, JsonArrayNode list) => ReadList(list),
        (JobOptionType.Structure, _) => Form!.Read(node) is var (json, faults) ? (json, faults.Count > 0 ? faults[0] : null) : default,
        _ => Refuse(JobErrorCodes.WrongType, node, $"= {ForeignText.Shown(node.Display)} is {node.KindName}; {Expected}"),
    };

    private string Expected => Type switch
    {
        JobOptionType.Integer => "expected an integer" + Suffix(RangeText),
        JobOptionType.Number => "expected a number" + Suffix(RangeText),
        JobOptionType.Boolean => "expected true or false",
        JobOptionType.TextList => "expected a list of text" + (Allowed.Count > 0 ? $" of: {AllowedText}" : ""),
        JobOptionType.Path => "expected a path as text",
        _ => Allowed.Count > 0 ? $"expected one of: {AllowedText}" : "expected text",
    };

    private static string Suffix(string range) => range.Length == 0 ? "" : $", {range}";

    private static (string?, ValueFault?) Refuse(string code, PlacedNode node, string message) =>
        (null, new ValueFault(code, node.Position, message));

    private (string?, ValueFault?) ReadInteger(JsonNumberNode node)
    {
        if (!node.Literal.TrimStart('-').All(char.IsAsciiDigit))
        {
            return Refuse(JobErrorCodes.WrongType, node, $"= {ForeignText.Shown(node.Literal)} is not an integer; {Expected}");
        }

        var parsed = Int128.TryParse(node.Literal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value);
        var fits = parsed
            && (Minimum is null || value >= Int128.Parse(Minimum, CultureInfo.InvariantCulture))
            && (Maximum is null || value <= Int128.Parse(Maximum, CultureInfo.InvariantCulture));
        return fits ? (value.ToString(CultureInfo.InvariantCulture), null) : OutOfRange(node);
    }

    private (string?, ValueFault?) ReadNumber(JsonNumberNode node)
    {
        var value = double.Parse(node.Literal, NumberStyles.Float, CultureInfo.InvariantCulture);
        var fits = double.IsFinite(value) && AboveLow(value) && BelowHigh(value);
        return fits ? (CanonicalJson.Number(value), null) : OutOfRange(node);
    }

    private bool AboveLow(double value) =>
        Minimum is null || value > Parse(Minimum) || (!AboveMinimum && value == Parse(Minimum));

    private bool BelowHigh(double value) =>
        Maximum is null || value < Parse(Maximum) || (!BelowMaximum && value == Parse(Maximum));

    private static double Parse(string bound) => double.Parse(bound, CultureInfo.InvariantCulture);

    private (string?, ValueFault?) OutOfRange(JsonNumberNode node) =>
        Refuse(JobErrorCodes.OutOfRange,
            node, $"= {ForeignText.Shown(node.Literal)} is out of range; allowed: {(RangeText.Length > 0 ? RangeText : "finite numbers")}");

    private (string?, ValueFault?) ReadWord(JsonTextNode node)
    {
        if (Allowed.Count == 0)
        {
            // A text whose default is empty may be empty: a job that was written out whole says so.
            return string.IsNullOrWhiteSpace(node.Text) && !(node.Text.Length == 0 && Default == CanonicalJson.Text(string.Empty))
                ? Refuse(JobErrorCodes.OutOfRange, node, "is empty; expected text")
                : (CanonicalJson.Text(node.Text), null);
        }

        return Allowed.Contains(node.Text) ? (CanonicalJson.Text(node.Text), null) : UnknownWord(node, "");
    }

    private static (string?, ValueFault?) ReadPath(JsonTextNode node) => node.Text.Contains('\0', StringComparison.Ordinal)
        ? Refuse(JobErrorCodes.OutOfRange, node, $"= {ForeignText.Shown(node.Display)} has a NUL character in it, which no path can have")
        : (CanonicalJson.Text(node.Text), null);

    private (string?, ValueFault?) UnknownWord(JsonTextNode node, string index) =>
        Refuse(JobErrorCodes.UnknownWord, node, $"{index}{(index.Length > 0 ? " " : "")}= "
            + $"{ForeignText.Shown(node.Display)} is not allowed{Nearest.Hint(node.Text, Allowed)}; allowed: {AllowedText}");

    private (string?, ValueFault?) ReadList(JsonArrayNode list)
    {
        var words = new List<string>();
        for (var i = 0; i < list.Items.Count; i++)
        {
            if (list.Items[i] is not JsonTextNode item)
            {
                return Refuse(JobErrorCodes.WrongType,
                    list.Items[i], $"[{i}] = {ForeignText.Shown(list.Items[i].Display)} is {list.Items[i].KindName}; {Expected}");
            }

            if (Allowed.Count > 0 && !Allowed.Contains(item.Text))
            {
                return UnknownWord(item, $"[{i}]");
            }

            if (!IsSequence && words.Contains(item.Text))
            {
                return Refuse(JobErrorCodes.BadList, item, $"[{i}] = {ForeignText.Shown(item.Display)} stands twice; name each once");
            }

            words.Add(item.Text);
        }

        // A list of words that can be chosen must hold at least one, unless its default is none; a list of labels may be empty.
        return words.Count == 0 && Allowed.Count > 0 && Default != CanonicalJson.List([])
            ? Refuse(JobErrorCodes.BadList, list, $"is empty; name at least one of: {AllowedText}")
            : (CanonicalJson.List(words), null);
    }
}
