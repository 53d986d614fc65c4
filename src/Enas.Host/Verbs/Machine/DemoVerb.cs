using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Verbs.Run;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Verbs.Machine;

/// <summary>What <c>enas demo</c> was asked.</summary>
internal sealed record DemoRequest(IReadOnlyList<string> Sets, string? Folder, int? Threads)
{
    private const string JobName = "quickstart.json";

    /// <summary>The quick start's job, which is inside the program: jobs/quickstart.json byte for byte, so the fingerprint
    /// is the README's.</summary>
    public JobDocument ReadJob()
    {
        using var resource = typeof(DemoRequest).Assembly.GetManifestResourceStream(JobName)!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return JobLoading.Read(bytes.ToArray(), JobName, Sets);
    }

    /// <summary>What computes.</summary>
    public ComputeOptions Compute => new("cpu", null, Threads);
}

/// <summary>Runs the quick start's job.</summary>
internal static class DemoVerb
{
    public static Task<int> RunAsync(DemoRequest request, long? crashAtStep, Terminal terminal)
    {
        terminal.Line("The quick start: a search for a recurrent cell on the built-in language.");
        return RunVerb.RunAsync(
            new RunRequest(
                request.ReadJob(), request.Folder, request.Compute, StopAfterSteps: null, crashAtStep is { } step ? mediator =>
                    mediator.Around(new CrashBehavior(step)) : null),
            then: null,
            terminal);
    }
}
