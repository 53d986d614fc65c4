using Enas.Backends.Cpu;
using Enas.Host.Composition;
using Enas.Pipeline.Architectures;
using Enas.Pipeline.Policies;
using Enas.Pipeline.Spaces.RnnCell;

namespace Enas.Host.Verbs.Machine;

/// <summary>Times training steps of the recurrent supernet, a new random cell each, through the same code that a search runs.</summary>
internal sealed class BenchSteps(int threads, BenchTimer timer, BenchMachineSpeed speed)
{
    private const double SecondsOfTurn = 0.3;

    /// <summary>H = 200, 8 nodes, 2,000 words.</summary>
    public BenchStep Small() => Measure("small: H = 200, 8 nodes, 2,000 words", 200, 8, 2000);

    /// <summary>H = 1000, 12 nodes, 10,000 words: the paper's.</summary>
    public BenchStep Paper() => Measure("paper: H = 1000, 12 nodes, 10,000 words", 1000, 12, 10_000);

    /// <summary>Operations of the products of one step: three of each (forward, and two backward), a multiply-add counted as two.</summary>
    internal static double ProductOperations(int hidden, int nodes, int words)
    {
        double h = hidden;
        var perToken = (2 * 2 * h * h) + ((nodes - 1) * 2 * h * h) + (h * words);
        return 3 * 2 * perToken * BenchJobs.BatchSize * BenchJobs.SequenceLength;
    }

    private BenchStep Measure(string name, int hidden, int nodes, int words)
    {
        var job = BenchJobs.Step(hidden, nodes, words).Options!;
        var space = new RnnCellSpace(job.Space);
        using var backend = new CpuBackend(threads);
        using var weights = new RnnSharedWeights(backend, space, job, ((TokenData)TaskCatalog.Load(job)).Corpus);
        using var cells = new UniformPolicy(space, job.Seed);
        var step = 0;

        // Weights are made when a cell first uses them; the first runs over every edge keep that out of the times.
        foreach (var cell in EveryEdge(space))
        {
            weights.Train(cell, step, step++);
        }

        var gigaOperations = ProductOperations(hidden, nodes, words) / 1e9;
        var turns = timer.Turns(SecondsOfTurn, () =>
            weights.Train(cells.Sample("bench", step, 0).Architecture, step, step++), speed.Gflops);
        var seconds = BenchTimer.Median(turns.Select(turn => turn.Seconds));
        var share = BenchTimer.Median(turns.Select(turn => gigaOperations / turn.Seconds / turn.Reference));
        return new BenchStep(name, seconds * 1e3, 1 / seconds, gigaOperations / seconds, share, backend.MemoryBytes.Peak);
    }

    /// <summary>Cells that use every edge between them: in cell k every node reads node k, or the one before itself when
    /// that is earlier.</summary>
    private static IEnumerable<Architecture> EveryEdge(RnnCellSpace space)
    {
        for (var source = 0; source < space.NodeCount - 1; source++)
        {
            var from = source;
            yield return space.FromCell(new RecurrentCell(
                [.. Enumerable.Range(0, space.NodeCount).Select(node => Math.Min(from, Math.Max(0, node - 1)))],
                [.. Enumerable.Range(0, space.NodeCount).Select(node => space.Activations[node % space.Activations.Count])]));
        }
    }
}
