using System.Globalization;
using System.Text;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Messages;

namespace Enas.Pipeline.Spaces.Custom;

/// <summary>
/// Token strings of a job's own space: <c>optimiser=adam rate=0.001 layers=-</c>, one token for each decision in their order, with a dash
/// for one that is not open. What would end a token stands as % with two hexadecimal digits of each of its bytes in UTF-8, as in addresses.
/// </summary>
internal static class CustomTokens
{
    private const string NotOpen = "-";
    private const char Equal = '=';

    /// <summary>How a decision with an option is written.</summary>
    public static string Token(string decision, string option) => $"{decision}{Equal}{Escaped(option)}";

    /// <summary>The token string of values.</summary>
    public static string Print(CustomSpace space, IReadOnlyList<int> values) => string.Join(' ', space.Decisions.Index().Select(decision =>
        space.IsOpen(decision.Index, values)
            ? decision.Item.Tokens[values[decision.Index]] : $"{decision.Item.Name}{Equal}{NotOpen}"));

    /// <summary>The values of a token string: names in any order, those that are not open may be left out; or one number for each decision.
    /// Throws <see cref="ArchitectureFormatException"/>.</summary>
    public static int[] Parse(CustomSpace space, string text)
    {
        var words = text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        return words.All(word => word.All(char.IsAsciiDigit)) && words.Length > 0 ? Numbers(space, words) : Named(space, words);
    }

    private static int[] Numbers(CustomSpace space, string[] words)
    {
        if (words.Length != space.Decisions.Count)
        {
            throw Error($"{Counted.Of(words.Length, "token")}; an architecture has {space.Decisions.Count}: {Form(space)}");
        }

        return [.. words.Zip(space.Decisions, (word, decision) =>
            int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value < decision.OptionCount
                ? value
                : throw Error($"{decision.Name} is {Shown(word)}; allowed: 0 to {decision.OptionCount - 1}"))];
    }

    private static int[] Named(CustomSpace space, string[] words)
    {
        int?[] given = new int?[space.Decisions.Count];
        string[] names = [.. space.Decisions.Select(decision => decision.Name)];
        foreach (var word in words)
        {
            var equal = word.IndexOf(Equal, StringComparison.Ordinal);
            var name = equal < 0 ? word : word[..equal];
            var place = Array.IndexOf(names, name);
            if (equal < 0 || place < 0)
            {
                throw Error($"\"{Shown(word)}\" names no decision{Nearest.Hint(name, names)}; an architecture is {Form(space)}");
            }

            given[place] = given[place] is null ? ValueOf(space.Decisions[place], word[(equal + 1)..])
                : throw Error($"{name} stands twice");
        }

        var values = new int[names.Length];
        for (var place = 0; place < names.Length; place++)
        {
            var isOpen = space.IsOpen(place, values);
            values[place] = (isOpen, given[place]) switch
            {
                (true, { } value and >= 0) => value,
                (true, _) => throw Error($"{names[place]} is missing; allowed: {string.Join(' ', space.Decisions[place].Options)}"),
                (false, >= 0) => throw Error($"{names[place]} is not open here: {space.ConditionOf(place)}; leave it out"),
                _ => 0,
            };
        }

        return values;
    }

    // -1 for the dash.
    private static int ValueOf(Decision decision, string escaped)
    {
        if (escaped == NotOpen)
        {
            return -1;
        }

        var option = Unescaped(escaped);
        var value = decision.Options.Index().Where(known => known.Item == option).Select(known => (int?)known.Index).FirstOrDefault();
        return value ?? throw Error($"{decision.Name} cannot be \"{Shown(option)}\"{Nearest.Hint(option, decision.Options)}; allowed: "
            + string.Join(' ', decision.Options));
    }

    private static string Escaped(string option)
    {
        if (option == NotOpen)
        {
            return "%2D";
        }

        var text = new StringBuilder();
        foreach (var rune in option.EnumerateRunes())
        {
            // Blanks, plus signs and bars part tokens elsewhere.
            if (Rune.IsLetterOrDigit(rune) || "-._~:/(),*^<>[]@&!?#$'".Contains(rune.ToString(), StringComparison.Ordinal))
            {
                text.Append(rune.ToString());
                continue;
            }

            foreach (var unit in Encoding.UTF8.GetBytes(rune.ToString()))
            {
                text.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
            }
        }

        return text.ToString();
    }

    private static string Unescaped(string text) => Uri.UnescapeDataString(text);

    private static string Form(CustomSpace space) => string.Join(' ', space.Decisions.Select(decision => $"{decision.Name}{Equal}..."));

    private static string Shown(string text) => ForeignText.Shown(text, TokenNumbers.MostShown);

    private static ArchitectureFormatException Error(string message) => new(message);
}
