using Enas.Pipeline.Steps.Sample;
using MediatR;

namespace Enas.Pipeline.Strategies.Exhaustion;

/// <summary>Proposes until something keeps the limits of the job.</summary>
internal static class Proposals
{
    /// <summary>Proposals in a row that keep no limit, after which none is expected to.</summary>
    public const int MostRejections = 1000;

    /// <summary>The first proposal that keeps all limits; those before it are recorded as rejected and cost nothing more. Null where none
    /// of many does.</summary>
    /// <param name="ordinal">Number of the sample within the step.</param>
    /// <param name="propose">The request of an attempt, which is 0 for the first.</param>
    public static async Task<ArchitectureSampled?> AdmittedAsync(
        this IStrategyStep step, int ordinal, Func<int, IRequest<ArchitectureSampled>> propose)
    {
        for (var attempt = 0; attempt < MostRejections; attempt++)
        {
            var proposed = await step.SendAsync(propose(attempt));
            if (await step.AdmitAsync(ordinal, proposed.Tokens))
            {
                return proposed;
            }
        }

        return null;
    }
}
