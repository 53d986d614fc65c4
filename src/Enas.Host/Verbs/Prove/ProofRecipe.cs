using Enas.Host.Searches;
using Enas.Pipeline.Options;
using Enas.Pipeline.Search;

namespace Enas.Host.Verbs.Prove;

/// <summary>How the arms of a proof train architectures alone before the last training.</summary>
/// <param name="Child">The job of an architecture's training of the length that random trainings get.</param>
/// <param name="IsShorter">Whether that is another training than the last one, so that a choice is trained by both.</param>
/// <param name="Finals">Architectures that the search trained alone to choose among them: those of its finals, or the children of a
/// search that trains each for as long; 0 where there are none.</param>
internal sealed record ProofRecipe(Func<string, JobOptions> Child, bool IsShorter, int Finals)
{
    private const string FinalsPhase = "finals";

    /// <summary>
    /// The recipe beside a search that has ended. Where it trained architectures alone, as children or in finals, random trainings are
    /// those of its last rung, with the same seed for the same architecture; else they get the last training itself.
    /// </summary>
    /// <param name="ended">Its state.</param>
    public static ProofRecipe Of(JobOptions job, SearchState ended)
    {
        if (ChildRecipe.Of(job, ended) is not { } recipe)
        {
            return new ProofRecipe(_ => Tested(job), IsShorter: false, Finals: 0);
        }

        return new ProofRecipe(
            tokens => Tested(recipe.JobOf(job, tokens)),
            IsShorter: true,
            Finalists(ended, recipe.Rung));
    }

    // Of children in several rungs most are trained for a shorter time than random ones, so nothing stands beside them.
    private static int Finalists(SearchState ended, int lastRung) =>
        ended.Children.Count(child => child.Position.Phase == FinalsPhase && child.Order.Rung == 0) is > 0 and var finals ? finals
            : lastRung == 0 ? ended.Children.Count : 0;

    // The proof needs the test of each, whether or not the children of the search have one.
    private static JobOptions Tested(JobOptions job) => job with { Train = job.Train with { Test = true } };
}
