using System.Diagnostics;
using Enas.Pipeline.Steps.Train;
using MediatR;

namespace Enas.Host.Verbs.Machine;

/// <summary>The demonstration's crash: before one weight step the process kills itself, with the signal that nothing can catch.</summary>
internal sealed class CrashBehavior(long atStep) : IPipelineBehavior<TrainSharedWeights, SharedWeightsTrained>
{
    /// <inheritdoc />
    public Task<SharedWeightsTrained> Handle(TrainSharedWeights request, CancellationToken cancellationToken, RequestHandlerDelegate<SharedWeightsTrained> next)
    {
        if (request.Position.Step >= atStep)
        {
            Process.GetCurrentProcess().Kill();
        }

        return next();
    }
}
