using System.Diagnostics;
using Enas.Pipeline.Steps.Sample;
using MediatR;

namespace Enas.Host.Verbs.Machine;

/// <summary>The demonstration's crash: at one step the process kills itself, with the signal that nothing can catch.</summary>
internal sealed class CrashBehavior(long atStep) : IPipelineBehavior<SampleArchitecture, ArchitectureSampled>
{
    /// <inheritdoc />
    public Task<ArchitectureSampled> Handle(
        SampleArchitecture request, CancellationToken cancellationToken, RequestHandlerDelegate<ArchitectureSampled> next)
    {
        if (request.Position.Step >= atStep)
        {
            Process.GetCurrentProcess().Kill();
        }

        return next();
    }
}
