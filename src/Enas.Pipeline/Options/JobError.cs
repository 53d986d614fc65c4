using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Options;

/// <summary>What kept a job from running, in the order of gravity; each has its exit code.</summary>
public enum JobErrorKind
{
    /// <summary>There is no error.</summary>
    None = 0,

    /// <summary>The command line is wrong: a bad <c>--set</c>.</summary>
    BadCommandLine = 64,

    /// <summary>The job file is wrong: unreadable, not JSON, or with bad values.</summary>
    BadJobFile = 65,

    /// <summary>There is no such job file.</summary>
    NotFound = 66,
}

/// <summary>One fault of a job: where it is, which option, and what would be right.</summary>
/// <param name="Code">Stable code, ENAS20xx for the file, ENAS21xx for one option, ENAS22xx for options that do not fit together, ENAS23xx
/// for <c>--set</c>.</param>
/// <param name="Kind">Which exit code it asks for.</param>
/// <param name="Source">The file as it was named, or the <c>--set</c> as it was typed.</param>
/// <param name="Position">Where in the file; none when the value is not from the file.</param>
/// <param name="Key">Dotted key, empty when the fault is not about one option.</param>
/// <param name="Message">The fault, with the offending value and what is allowed.</param>
public sealed record JobError(string Code, JobErrorKind Kind, string Source, TextPosition Position, string Key, string Message)
{
    /// <summary>Longer than a path or a list of what is allowed.</summary>
    private const int LongestPart = 4096;

    /// <summary>The source with its line and column, as editors link it.</summary>
    public string Location => Position.Line == 0 ? Source : $"{Source}:{Position}";

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        string.Join("  ", new[] { $"{Code} {ForeignText.Shown(Location, LongestPart)}",
            ForeignText.Shown(Key), ForeignText.Shown(Message, LongestPart) }.Where(part => part.Length > 0));
}

/// <summary>The codes of <see cref="JobError"/>. They are never reused for something else.</summary>
public static class JobErrorCodes
{
    public const string NotFound = "ENAS2001";
    public const string Unreadable = "ENAS2002";
    public const string NotJson = "ENAS2003";
    public const string DuplicateKey = "ENAS2004";
    public const string Missing = "ENAS2101";
    public const string WrongType = "ENAS2102";
    public const string UnknownKey = "ENAS2103";
    public const string OutOfRange = "ENAS2105";
    public const string BadList = "ENAS2106";
    public const string NoEnvironmentVariable = "ENAS2107";
    public const string UnknownWord = "ENAS2117";
    public const string DoNotFit = "ENAS2204";
    public const string BadSet = "ENAS2301";
}
