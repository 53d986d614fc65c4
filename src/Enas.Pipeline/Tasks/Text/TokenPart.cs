using Enas.Pipeline.Tasks.Folders;

namespace Enas.Pipeline.Tasks.Text;

/// <summary>The tokens of a text from one on and up to another, counted from 0; ends of lines are <c>&lt;eos&gt;</c>.</summary>
internal sealed class TokenPart(TokenText text, int first = 0, int end = int.MaxValue)
{
    public TokenText Text { get; } = text;

    /// <summary>Calls <paramref name="token"/> for each token.</summary>
    public void Visit(TokenVisitor token)
    {
        var number = 0;
        Text.Visit((word, offset) =>
        {
            if (number >= first && number < end)
            {
                token(word.IsEmpty ? "<eos>"u8 : word, offset);
            }

            number++;
        });
    }

    /// <summary>The ids of the training text: words are numbered as they appear; those that are not kept have the id of
    /// the unknown word.</summary>
    public NumberedTokens Numbered(Utf8WordTable table, WordSelection selection)
    {
        var (tokens, others) = (new List<int>(), 0);
        Visit((word, _) =>
        {
            var isKept = selection.Keeps(word);
            others += isKept ? 0 : 1;
            tokens.Add(table.FindOrAdd(isKept ? word : selection.Unknown));
        });
        return new NumberedTokens([.. tokens], others);
    }

    /// <summary>The ids of another text.</summary>
    /// <param name="table">The words.</param>
    /// <param name="selection">What stands for others; where nothing does, they are refused.</param>
    /// <param name="trainName">Where the words come from.</param>
    /// <exception cref="DataException">A word is not in the table, and nothing stands for it.</exception>
    public NumberedTokens Known(Utf8WordTable table, WordSelection selection, string trainName)
    {
        var (tokens, others) = (new List<int>(), 0);
        var unknown = new UnknownWords(Text);
        var standIn = selection.HasUnknown ? table.Find(selection.Unknown) : -1;
        Visit((word, offset) =>
        {
            var id = table.Find(word);
            if (id < 0)
            {
                others++;
                id = standIn;
                unknown.Add(word, offset);
            }

            tokens.Add(id);
        });
        if (standIn < 0)
        {
            unknown.ThrowIfAny(trainName);
        }

        return new NumberedTokens([.. tokens], others);
    }
}

/// <summary>Word ids of a text.</summary>
/// <param name="Replaced">For how many of them the unknown word stands.</param>
internal sealed record NumberedTokens(int[] Ids, int Replaced);
