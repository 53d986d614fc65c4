using System.Text;

namespace Enas.Pipeline.Tasks.Programs;

/// <summary>The arguments of a program, in which <c>{NAME}</c> stands for what was chosen. Doubled braces are braces.</summary>
internal static class ProgramArguments
{
    /// <summary>The names that stand for something else than a decision.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["seed", "budget", "scratch", "request", "tokens"];

    /// <summary>The names in braces.</summary>
    public static IEnumerable<string> PlaceholdersOf(IReadOnlyList<string> command) =>
        command.SelectMany(argument => Read(argument).Parts).Where(part => part.IsName).Select(part => part.Text);

    /// <summary>The arguments with a brace that belongs to no name and is not doubled: it is taken as it stands.</summary>
    public static IEnumerable<string> WithLoneBraces(IReadOnlyList<string> command) =>
        command.Where(argument => Read(argument).HasLoneBrace);

    /// <summary>The arguments with values in the places of names. One in which a name has no value, as that of a decision that is not open,
    /// is left out.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="valueOf">The value of a name; null for none.</param>
    public static IReadOnlyList<string> Filled(IReadOnlyList<string> command, Func<string, string?> valueOf)
    {
        var filled = new List<string>();
        foreach (var argument in command)
        {
            string?[] parts = [.. Read(argument).Parts.Select(part => part.IsName ? valueOf(part.Text) : part.Text)];
            if (parts.All(part => part is not null))
            {
                filled.Add(string.Concat(parts));
            }
        }

        return filled;
    }

    private static (List<(string Text, bool IsName)> Parts, bool HasLoneBrace) Read(string argument)
    {
        var (parts, text, hasLoneBrace) = (new List<(string, bool)>(), new StringBuilder(), false);
        for (var i = 0; i < argument.Length; i++)
        {
            var isDoubled = i + 1 < argument.Length && argument[i + 1] == argument[i];
            if (argument[i] is '{' or '}' && isDoubled)
            {
                text.Append(argument[i++]);
            }
            else if (argument[i] == '{' && argument.IndexOf('}', i) is > 0 and var end)
            {
                parts.Add((text.ToString(), false));
                parts.Add((argument[(i + 1)..end], true));
                text.Clear();
                i = end;
            }
            else
            {
                hasLoneBrace |= argument[i] is '{' or '}';
                text.Append(argument[i]);
            }
        }

        parts.Add((text.ToString(), false));
        return (parts, hasLoneBrace);
    }
}
