using System.Text;
using Enas.Pipeline.Messages;
using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>Text that somebody gives to a trained network, as the numbers of its words.</summary>
/// <param name="Ids">The numbers.</param>
/// <param name="Replaced">For how many of them the unknown word stands.</param>
internal sealed record GivenTokens(int[] Ids, int Replaced);

/// <summary>Reads text for a trained network as its training text was read.</summary>
/// <param name="vocabulary">The network's words.</param>
/// <param name="unit">What a token is, see <see cref="Options.TokenUnits"/>.</param>
/// <param name="unknownWord">What stands for words that the network does not know; empty where such words are refused.</param>
internal sealed class GivenText(Vocabulary vocabulary, string unit, string unknownWord)
{
    private const int MostShown = 40;
    private const string UsualUnknown = "<unk>";

    /// <summary>A text file, or the test text of a data folder: the file that is named so, or the last part of a text that a training
    /// would split.</summary>
    /// <exception cref="DataException">Missing, no text, empty, or with words that the network does not know.</exception>
    public GivenTokens Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Numbered(Directory.Exists(path) ? TokenFolder.TestPart(path, unit) : new TokenPart(TokenText.Read(path, unit)));
    }

    /// <summary>A text as it was typed: its last line goes on.</summary>
    /// <exception cref="DataException">Empty, or with words that the network does not know.</exception>
    public GivenTokens Typed(string name, string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var typed = TokenText.Of(name, Encoding.UTF8.GetBytes(text), unit);
        var count = 0;
        typed.Visit((_, _) => count++);
        return Numbered(new TokenPart(typed, 0, text[^1] is '\n' or '\r' ? count : count - 1));
    }

    private GivenTokens Numbered(TokenPart part)
    {
        var (ids, replaced) = (new List<int>(), 0);
        var unknown = new UnknownWords(part.Text);
        var standIn = unknownWord.Length > 0 && vocabulary.TryGetId(unknownWord, out var known) ? known : -1;
        part.Visit((word, offset) =>
        {
            if (!vocabulary.TryGetId(word, out var id))
            {
                id = standIn;
                replaced++;
                unknown.Add(word, offset);
            }

            ids.Add(id);
        });
        return standIn >= 0 || replaced == 0 ? new GivenTokens([.. ids], replaced) : throw Refusal(unknown);
    }

    private DataException Refusal(UnknownWords unknown)
    {
        var usual = vocabulary.TryGetId(UsualUnknown, out _) ? UsualUnknown : vocabulary[0];
        return new DataException(DataErrorKind.Unusable, unknown.Words("are not among the words of the network")
            + ". Replace them by words that it has, or name one of its words that stands for them, such as "
            + $"--unknown '{ForeignText.Shown(usual, MostShown)}'.");
    }
}
