using System.Globalization;
using Enas.Pipeline.Networks;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Tasks.Text;

namespace Enas.Pipeline.Spaces.RnnCell;

/// <summary>
/// What a checkpoint says of the words that its network was trained on: how many there are, and the digest by which a vocabulary at hand is
/// known to be the one, in the order of the outputs. The words themselves are in the data only.
/// </summary>
internal static class TextDataSection
{
    /// <summary>The section of a vocabulary.</summary>
    public static ICheckpointed Of(Vocabulary vocabulary)
    {
        var digest = TokenDigest.Of(vocabulary);

        // Nothing is restored from it: the first fact of a search says which data it has.
        return new OwnedSection(NetworkSections.Data, to =>
        {
            to.Add("data/kind", "text");
            to.Add("data/vocabulary-size", vocabulary.Count.ToString(CultureInfo.InvariantCulture));
            to.Add("data/vocabulary-digest", digest);
        }, load: null);
    }
}
