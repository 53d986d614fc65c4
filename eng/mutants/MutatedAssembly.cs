namespace Enas.Mutants;

/// <summary>
/// The only test of the build that Stryker runs: it keeps the assembly into which Stryker has written its mutants, which Stryker takes away
/// at its end.
/// </summary>
public sealed class MutatedAssembly
{
    [Fact]
    public void IsKept()
    {
        var folder = Environment.GetEnvironmentVariable("ENAS_MUTATED")
            ?? throw new InvalidOperationException("ENAS_MUTATED names no folder.");
        var assembly = typeof(Enas.Pipeline.Architectures.SearchSpace).Assembly.Location;
        // Stryker asks which mutants the test reaches, and believes nothing where it is none: then it would run the test for each of them.
        Assert.NotNull(Enas.Pipeline.Architectures.PrintedLists.Of("[0]"));
        File.Copy(assembly, Path.Combine(folder, Path.GetFileName(assembly)), overwrite: true);
    }
}
