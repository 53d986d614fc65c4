using System.CommandLine;
using Enas.Host.Cli;
using Enas.Host.Composition;
using Enas.Host.Settings;

namespace Enas.Host.Verbs.Machine;

/// <summary><c>enas bench</c>: how fast the cpu backend is on this machine, beside what the machine can do.</summary>
internal static class BenchCommand
{
    public static Command Create()
    {
        var threads = CommandParts.Threads();
        var full = new Option<bool>("--full")
        {
            Description = "Also the paper's recurrent step and a longer look at the log; about two minutes, 3 GiB of memory."
        };
        var verb = new VerbCommand(
            "bench", "Measures the cpu backend: products, steps, memory, and what the log costs. Run it with nothing else running.",
            "enas bench --json");
        verb.Options.Add(threads);
        verb.Options.Add(full);
        return verb.Does(CommandParts.Json(), (parsed, terminal) => BenchVerb.RunAsync(
            new ComputeOptions("cpu", null, parsed.GetValue(threads)),
                parsed.GetValue(full), HostSettings.Read().Runs.Root, TimeProvider.System, terminal));
    }
}
