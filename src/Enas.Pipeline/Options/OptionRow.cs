namespace Enas.Pipeline.Options;

/// <summary>Rows of the table of options, for whoever adds options: a space, a strategy, an evaluator.</summary>
public static class OptionRow
{
    /// <summary>A whole number.</summary>
    public static JobOption Integer(string key, int minimum, int maximum, int standard, string description, JobFactScope facts) => new()
    {
        Key = key,
        Type = JobOptionType.Integer,
        Description = description,
        Facts = facts,
        Default = $"{standard}",
        Minimum = $"{minimum}",
        Maximum = $"{maximum}",
    };

    /// <summary>A number.</summary>
    public static JobOption Number(
        string key, string? minimum, string? maximum, double standard, string description, JobFactScope facts) => new()
        {
            Key = key,
            Type = JobOptionType.Number,
            Description = description,
            Facts = facts,
            Default = CanonicalJson.Number(standard),
            Minimum = minimum,
            Maximum = maximum,
        };

    /// <summary>True or false.</summary>
    public static JobOption Truth(string key, bool standard, string description, JobFactScope facts) => new()
    {
        Key = key,
        Type = JobOptionType.Boolean,
        Description = description,
        Facts = facts,
        Default = CanonicalJson.Truth(standard),
    };

    /// <summary>One of some words; without a standard it must be given.</summary>
    public static JobOption Words(
        string key, string? standard, IReadOnlyList<string> allowed, string description, JobFactScope facts) => new()
        {
            Key = key,
            Type = JobOptionType.Text,
            Description = description,
            Facts = facts,
            Allowed = allowed,
            Default = standard is null ? null : CanonicalJson.Text(standard),
        };

    /// <summary>Any text, which must be given.</summary>
    public static JobOption AnyText(string key, string description) =>
        new() { Key = key, Type = JobOptionType.Text, Description = description, Default = null };

    /// <summary>A text with a default.</summary>
    public static JobOption Text(string key, string standard, string description, JobFactScope facts) => new()
    {
        Key = key,
        Type = JobOptionType.Text,
        Description = description,
        Facts = facts,
        Default = CanonicalJson.Text(standard),
    };
}
