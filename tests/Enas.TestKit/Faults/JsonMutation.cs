using System.Text;
using System.Text.RegularExpressions;

namespace Enas.TestKit.Faults;

/// <summary>
/// JSON with something changed: tokens replaced, repeated, taken out, swapped or nested, or bytes changed. Most of it is no JSON any more,
/// or says what nobody means. Everything follows from the random numbers that it is given.
/// </summary>
public static partial class JsonMutation
{
    private static readonly string[] s_values =
    [
        "0", "-1", "1", "-0", "1e999",
            "-1e999", "1e-999", "4.5", "2147483647", "2147483648", "-2147483649", "9223372036854775807", "9223372036854775808",
        "18446744073709551615", "18446744073709551616",
            "1e18", "0.1", "01", "+1", "NaN", "Infinity", "true", "false", "null", "[]", "{}", "[[]]", "[null]",
        "\"\"", "\" \"", "\"\\u0000\"",
            "\"\\ud800\"", "\"\\udc00\\ud800\"", "\"\\u202e\"", "\"a/\\u0000/b\"", "\"../..\"", "\"${NOWHERE}\"", "\"${\"", "\"~\"",
        "\"1\"", "\"true\"", "\"/dev/zero\"", "\"é\"", "'a'", "// x\n", "/* */", "/*", "\ufeff", "__metadata__", "\"__metadata__\"",
    ];

    /// <summary>One to four changes of some JSON.</summary>
    public static byte[] Of(byte[] json, Random random)
    {
        if (random.Next(4) == 0)
        {
            return Bytes(json, random);
        }

        var tokens = Tokens().Matches(Encoding.UTF8.GetString(json)).Select(match => match.Value).ToList();
        for (var changes = 1 + random.Next(4); changes > 0 && tokens.Count > 0; changes--)
        {
            Change(tokens, random);
        }

        return Encoding.UTF8.GetBytes(string.Concat(tokens));
    }

    /// <summary>One to four changes of some bytes.</summary>
    public static byte[] Bytes(byte[] bytes, Random random)
    {
        List<byte> changed = [.. bytes];
        for (var changes = 1 + random.Next(4); changes > 0 && changed.Count > 0; changes--)
        {
            var at = random.Next(changed.Count);
            switch (random.Next(5))
            {
                case 0:
                    changed[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    changed[at] = (byte)random.Next(256);
                    break;
                case 2:
                    changed.Insert(at, (byte)random.Next(256));
                    break;
                case 3:
                    changed.RemoveRange(at, Math.Min(1 + random.Next(20), changed.Count - at));
                    break;
                default:
                    changed.InsertRange(at, changed.GetRange(at, Math.Min(1 + random.Next(200), changed.Count - at)));
                    break;
            }
        }

        return [.. changed];
    }

    private static void Change(List<string> tokens, Random random)
    {
        var at = random.Next(tokens.Count);
        switch (random.Next(9))
        {
            case 0 or 1 or 2:
                tokens[Value(tokens, at)] = s_values[random.Next(s_values.Length)];
                break;
            case 3:
                tokens[Value(tokens, at)] = "\"" + new string('x', 1 << random.Next(17)) + "\"";
                break;
            case 4:
                tokens.RemoveRange(at, Math.Min(1 + random.Next(6), tokens.Count - at));
                break;
            case 5:
                tokens.InsertRange(at, tokens.GetRange(at, Math.Min(1 + random.Next(40), tokens.Count - at)));
                break;
            case 6:
                var other = random.Next(tokens.Count);
                (tokens[at], tokens[other]) = (tokens[other], tokens[at]);
                break;
            case 7:
                Nest(tokens, Value(tokens, at), random);
                break;
            default:
                tokens.Insert(at, s_values[random.Next(s_values.Length)]);
                break;
        }
    }

    // The next token that is a text, a number or a word, so that most changes change a value and not white space.
    private static int Value(List<string> tokens, int from)
    {
        var at = tokens.FindIndex(from, token => token[0] is '"' or '-' or (>= '0' and <= '9') or (>= 'a' and <= 'z'));
        return at < 0 ? from : at;
    }

    private static void Nest(List<string> tokens, int at, Random random)
    {
        var depth = 1 << random.Next(14);
        tokens[at] = random.Next(2) == 0
            ? new string('[', depth) + tokens[at] + new string(']', random.Next(4) == 0 ? depth - 1 : depth)
            : string.Concat(Enumerable.Repeat("{\"a\":", depth)) + tokens[at] + new string('}', depth);
    }

    [GeneratedRegex("\"(?:\\\\.|[^\"\\\\])*\"|[-+.\\w]+|\\s+|.", RegexOptions.Singleline)]
    private static partial Regex Tokens();
}
