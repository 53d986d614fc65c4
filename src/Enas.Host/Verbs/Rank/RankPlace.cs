using System.Globalization;
using Enas.Pipeline.Spaces;
using Enas.Pipeline.Steps.Score;

namespace Enas.Host.Verbs.Rank;

/// <summary>One architecture that <c>rank</c> trains, and what it is there for.</summary>
/// <param name="From">Where it came from, for people and programs.</param>
/// <param name="Name">The folder of its trainings, by the first seed.</param>
/// <param name="Scored">Its score with the shared weights; null of a reference architecture.</param>
internal sealed record RankPlace(string From, string Name, string Tokens, CandidateScored? Scored)
{
    /// <summary>The choice of the search.</summary>
    public const string Chosen = "chosen";

    /// <summary>A uniformly random candidate.</summary>
    public const string Random = "random";

    /// <summary>The place of the choice.</summary>
    public static RankPlace OfChoice(CandidateScored scored) => new(Chosen, Chosen, scored.Tokens, scored);

    /// <summary>The place of a random candidate.</summary>
    public static RankPlace OfRandom(CandidateScored scored) =>
        new(Random, $"{Random}-{scored.Ordinal.ToString("D2", CultureInfo.InvariantCulture)}", scored.Tokens, scored);

    /// <summary>The place of a reference architecture: a human's network beside them.</summary>
    public static RankPlace OfReference(ReferenceArchitecture reference) =>
        new(reference.Name, $"reference-{reference.Name}", reference.Architecture.Tokens, null);

    /// <summary>The folder of a training.</summary>
    /// <param name="seed">Its number from 0.</param>
    public string FolderOf(int seed) => seed == 0 ? Name : string.Create(CultureInfo.InvariantCulture, $"{Name}-seed-{seed + 1}");
}
