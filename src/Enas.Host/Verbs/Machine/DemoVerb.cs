using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Verbs.Run;
using Enas.Pipeline.Jobs;

namespace Enas.Host.Verbs.Machine;

/// <summary>Runs the quick start's job, which is inside the program: jobs/quickstart.json byte for byte, so the fingerprint is the README's.</summary>
internal static class DemoVerb
{
    private const string JobName = "quickstart.json";

    public static Task<int> RunAsync(IReadOnlyList<string> sets, string? folder, int? threads, Terminal terminal)
    {
        var job = JobLoading.Checked(JobReader.Read(ReadJob(), JobName, sets, Environment.CurrentDirectory));
        terminal.Line("The quick start: a search for a recurrent cell on the built-in language.");
        return RunVerb.RunAsync(new RunRequest(job, folder, new ComputeOptions("cpu", null, threads), StopAfterSteps: null), terminal);
    }

    private static byte[] ReadJob()
    {
        using var resource = typeof(DemoVerb).Assembly.GetManifestResourceStream(JobName)!;
        using var bytes = new MemoryStream();
        resource.CopyTo(bytes);
        return bytes.ToArray();
    }
}
