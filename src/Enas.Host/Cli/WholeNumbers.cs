using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace Enas.Host.Cli;

/// <summary>Options that take a whole number, with words for people where something else is given.</summary>
internal static class WholeNumbers
{
    /// <summary>Allows the numbers of a range only.</summary>
    public static Option<int?> Between(this Option<int?> option, int minimum, int maximum)
    {
        option.CustomParser = result => (int?)Read(result, minimum, maximum);
        return option;
    }

    /// <summary>Allows the numbers from a smallest one on.</summary>
    public static Option<int> From(this Option<int> option, int minimum)
    {
        option.CustomParser = result => (int)(Read(result, minimum, int.MaxValue) ?? minimum);
        return option;
    }

    /// <summary>Gives every other option that takes a whole number the same words: allowed are numbers from 0.</summary>
    public static void Install(Command command)
    {
        foreach (var option in command.Options)
        {
            Install(option);
        }

        foreach (var verb in command.Subcommands)
        {
            Install(verb);
        }
    }

    private static void Install(Option option)
    {
        switch (option)
        {
            case Option<int> { CustomParser: null } number:
                number.CustomParser = result => (int)(Read(result, 0, int.MaxValue) ?? 0);
                break;
            case Option<int?> { CustomParser: null } number:
                number.CustomParser = result => (int?)Read(result, 0, int.MaxValue);
                break;
            case Option<long> { CustomParser: null } number:
                number.CustomParser = result => Read(result, 0, long.MaxValue) ?? 0;
                break;
            case Option<long?> { CustomParser: null } number:
                number.CustomParser = result => Read(result, 0, long.MaxValue);
                break;
            default:
                break;
        }
    }

    private static long? Read(ArgumentResult result, long minimum, long maximum)
    {
        var text = result.Tokens[^1].Value;
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= minimum && number <= maximum)
        {
            return number;
        }

        var name = result.Parent is OptionResult { IdentifierToken: { } token } ? token.Value : result.Argument.Name;
        var isAbove = BigInteger.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            && whole > maximum;
        result.AddError($"{name} {text}: allowed are whole numbers {Range(minimum, maximum, isAbove)}");
        return null;
    }

    // The largest number that fits is said to whoever is above it, and to nobody else.
    private static string Range(long minimum, long maximum, bool isAbove) => string.Create(
        CultureInfo.InvariantCulture, $"from {minimum}{(maximum >= int.MaxValue && !isAbove ? string.Empty : $" to {maximum}")}");
}
