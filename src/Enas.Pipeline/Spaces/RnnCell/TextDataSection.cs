using System.Globalization;
using System.Text.Json.Nodes;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// What a checkpoint says of the words that its network was trained on: how many there are, and the digest by which a vocabulary at hand is
/// known to be the one, and the words in the order of the outputs, unless they are too long for the header of a checkpoint.
/// </summary>
internal static class TextDataSection
{
    // The header of a checkpoint is limited, and a training must not end for its words: longer ones are left out.
    private const int MostWordText = 1 << 20;

    /// <summary>The section of a vocabulary.</summary>
    public static ICheckpointed Of(Vocabulary vocabulary)
    {
        var digest = TokenDigest.Of(vocabulary);
        var words = new JsonArray([.. vocabulary.Words.Select(word => (JsonNode)word)]).ToJsonString();

        // Nothing is restored from it: the first fact of a search says which data it has.
        return new OwnedSection(NetworkSections.Data, to =>
        {
            to.Add(NetworkTexts.Kind, "text");
            to.Add("data/vocabulary-size", vocabulary.Count.ToString(CultureInfo.InvariantCulture));
            to.Add("data/vocabulary-digest", digest);
            if (words.Length <= MostWordText)
            {
                to.Add(NetworkTexts.Words, words);
            }
        }, load: null);
    }
}
