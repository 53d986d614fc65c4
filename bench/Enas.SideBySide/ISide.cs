namespace Enas.SideBySide;

/// <summary>One implementation of a case, in a process of its own.</summary>
internal interface ISide : IDisposable
{
    /// <summary>Runs the case once. Equal numbers give equal work and, up to rounding, equal results on both sides.</summary>
    /// <param name="number">Number of the run, from 0; chooses the architecture and the data where a case has any.</param>
    void Run(int number);

    /// <summary>What the last run computed, to be compared with the other side: losses, norms, sums of outputs and gradients.</summary>
    double[] Results();
}

/// <summary>A case: what both sides compute.</summary>
/// <param name="Name">How it is called on the command line.</param>
/// <param name="Description">What it is, for people.</param>
/// <param name="Operations">Floating-point operations of its products in one run, a multiply-add counted as two; 0
/// where bytes matter.</param>
/// <param name="FloorBytes">Bytes that it cannot do without: every input read once, every output written once; 0
/// where operations matter.</param>
/// <param name="Tolerance">Largest relative difference of the results.</param>
/// <param name="Ours">Makes our side for a number of threads.</param>
/// <param name="Torch">Makes the other side for a number of threads.</param>
internal sealed record Case(
    string Name, string Description, double Operations, double FloorBytes, double Tolerance, Func<int, ISide> Ours, Func<int, ISide> Torch);
