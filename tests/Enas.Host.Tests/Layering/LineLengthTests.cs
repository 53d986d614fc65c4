using System.Text.RegularExpressions;

namespace Enas.Host.Tests.Layering;

/// <summary>No line of C# is longer than can be read beside another file.</summary>
public sealed partial class LineLengthTests
{
    private const int Longest = 140;

    [Fact]
    public void No_line_is_longer_than_140_characters()
    {
        var files = SourceText.Code().ToArray();
        Assert.True(files.Length > 500, $"{files.Length} files were found");
        var tooLong = files.SelectMany(file => TooLong(file.Lines).Select(number => $"{file.Path}:{number}")).ToArray();
        Assert.True(tooLong.Length == 0, $"longer than {Longest} characters:\n{string.Join('\n', tooLong)}");
    }

    [Fact]
    public void Only_what_stands_inside_a_raw_string_over_several_lines_may_be_longer()
    {
        var filler = new string('a', Longest);
        string[] lines =
        [
            filler,
            filler + "b",
            $"x = \"\"\"{filler}\"\"\";",
            "x = $\"\"\"",
            filler + "b",
            $"\"\"\" + y; // {filler}",
            $"// {filler}",
            "Call(\"\"\"b\"\"\", \"\"\"",
            filler + "b",
            "\"\"\");",
            $"Call(\"\"\"a\"\"\", \"\"\"\"b\"\"\"\"); // {filler}",
            "y = \"\"\"b\"\"\"",
            filler + "b",
        ];
        Assert.Equal([2, 3, 6, 7, 11, 13], TooLong(lines));
    }

    // A raw string that ends its line without a closing mark goes on; the line that begins with as many marks ends it.
    private static IEnumerable<int> TooLong(string[] lines)
    {
        string? raw = null;
        foreach (var (index, line) in lines.Index())
        {
            if (raw is not null && !line.TrimStart().StartsWith(raw, StringComparison.Ordinal))
            {
                continue;
            }

            if (line.Length > Longest)
            {
                yield return index + 1;
            }

            var marks = RawMarks().Matches(line);
            var isOpen = (marks.Count - (raw is null ? 0 : 1)) % 2 == 1;
            raw = isOpen && line.TrimEnd().EndsWith('"') ? marks[^1].Value : null;
        }
    }

    [GeneratedRegex("\"{3,}", RegexOptions.CultureInvariant)]
    private static partial Regex RawMarks();
}
