using Enas.Pipeline.Catalogs.Evaluators;
using Enas.Pipeline.Evaluation;
using Enas.Pipeline.Options;
using Enas.Pipeline.Ports;
using Enas.Pipeline.Search;
using Enas.Pipeline.Training;

namespace Enas.Host.Searches;

/// <summary>How a search trained architectures alone in the last rung of its children or of its finals.</summary>
/// <param name="Rung">The number of the rung.</param>
/// <param name="Steps">Steps of each training in it.</param>
internal sealed record ChildRecipe(int Rung, long Steps)
{
    /// <summary>That of a search that has ended; null where it trained nothing alone.</summary>
    /// <param name="job">Its job.</param>
    /// <param name="ended">Its state.</param>
    public static ChildRecipe? Of(JobOptions job, SearchState ended)
    {
        if (ended.Children.IsEmpty)
        {
            return null;
        }

        // A second seed of the two best finalists is no rung of its own length.
        var rung = EvaluatorCatalog.Of(job).TrainsAlone ? ended.Children.Max(child => child.Order.Rung) : FinalsRung.Of(job)[^1].Number;
        return new(rung, ended.Children.Where(child => child.Order.Rung == rung).Max(child => child.Outcome.Steps));
    }

    /// <summary>The job of an architecture's training by this recipe, whose seed is the one that the search gives it.</summary>
    /// <param name="job">The job of the search.</param>
    /// <param name="tokens">The architecture.</param>
    public JobOptions JobOf(JobOptions job, string tokens) =>
        ChildJob.Of(job, new ChildOrder(tokens, Rung, ChildSeeds.Of(job, tokens, Rung), Steps), Steps);
}
