using System.Globalization;
using System.Runtime.InteropServices;
using Enas.Backends.Cpu.Probes;
using Enas.SideBySide;

// Our CPU backend beside plain eager TorchSharp code: same work, same numbers, same thread count, by turns in one run.
// usage: dotnet run -c Release --project bench/Enas.SideBySide -- [--threads N] [--turns N] [CASE ...]
if (args is ["--worker", var side, var name, var threadCount])
{
    return Worker.Run(side, name, int.Parse(threadCount, CultureInfo.InvariantCulture));
}

var (threads, turns) = (Environment.ProcessorCount, 5);
var names = new List<string>();
for (var i = 0; i < args.Length; i++)
{
    switch (args[i])
    {
        case "--threads" when i + 1 < args.Length:
            threads = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        case "--turns" when i + 1 < args.Length:
            turns = int.Parse(args[++i], CultureInfo.InvariantCulture);
            break;
        default:
            names.Add(args[i]);
            break;
    }
}

if (names.Find(name => Cases.All.All(known => known.Name != name)) is { } unknown)
{
    Console.Error.WriteLine($"no case {unknown}; there are: {string.Join(' ', Cases.All.Select(known => known.Name))}");
    return 64;
}

double copyBytesPerSecond;
using (var probe = new MachineProbe(threads))
{
    copyBytesPerSecond = MachineSpeed.CopyBytesPerSecond(probe);
    var libtorch = typeof(TorchSharp.torch).Assembly.GetName().Version;
    Print($"{threads} threads, {probe.Instructions}, {RuntimeInformation.FrameworkDescription}, TorchSharp {libtorch}, {turns} turns");
    var multiplyAdds = MachineSpeed.OperationsPerSecond(probe) / 1e9;
    Print($"the machine at its best: {multiplyAdds:0} GFLOP/s of fused multiply-adds, copy {copyBytesPerSecond / 1e9:0.0} GB/s");
}

var allAgree = true;
Print($"{"case",-28} {"ours",10} {"libtorch",10} {"ratio",6}   {"ours",18} {"libtorch",18}   {"peak MiB",13}  difference");
foreach (var wanted in Cases.All.Where(known => names.Count == 0 || names.Contains(known.Name)))
{
    var outcome = Comparison.Run(wanted, threads, turns);
    var agrees = outcome.Difference <= wanted.Tolerance;
    allAgree &= agrees;
    var times = Text($"{outcome.OurSeconds * 1e3,7:0.00} ms {outcome.TorchSeconds * 1e3,7:0.00} ms {outcome.Ratio,6:0.00}");
    var peaks = Text($"{outcome.OurPeakBytes / (1 << 20),6:0} {outcome.TorchPeakBytes / (1 << 20),6:0}");
    var speeds = $"{Speed(outcome.OurSeconds),18} {Speed(outcome.TorchSeconds),18}";
    Print($"{wanted.Name,-28} {times}   {speeds}   {peaks}  {outcome.Difference:0.0e+0}{(agrees ? "" : " NOT THE SAME RESULT")}");

    string Speed(double seconds) => wanted.Operations > 0
        ? Text($"{wanted.Operations / seconds / 1e9:0} GFLOP/s")
        : Text($"{seconds * copyBytesPerSecond / wanted.FloorBytes:0.00} x byte floor");
}

return allAgree ? 0 : 12;

static void Print(FormattableString text) => Console.WriteLine(Text(text));

static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
