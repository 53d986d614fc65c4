using System.Reflection;

namespace Enas.Mutants;

/// <summary>The switch that Stryker wrote into the mutated assembly: which mutant is active, and which ones a test reached.</summary>
internal sealed class MutantSwitch
{
    private const int None = -1;

    private readonly FieldInfo _active;
    private readonly FieldInfo _capture;
    private readonly MethodInfo _coverage;

    private MutantSwitch(Type control)
    {
        _active = control.GetField("ActiveMutant") ?? throw Unknown("ActiveMutant");
        _capture = control.GetField("CaptureCoverage") ?? throw Unknown("CaptureCoverage");
        _coverage = control.GetMethod("GetCoverageData") ?? throw Unknown("GetCoverageData");
    }

    public static MutantSwitch Find()
    {
        var assembly = typeof(Enas.Pipeline.Architectures.SearchSpace).Assembly;
        var control = assembly.GetTypes().SingleOrDefault(type => type.Name == "MutantControl")
            ?? throw new InvalidOperationException($"{assembly.Location} has no mutants: it was not made by Stryker.");
        return new MutantSwitch(control);
    }

    public void Activate(int mutant) => _active.SetValue(null, mutant);

    public void ActivateNone() => Activate(None);

    /// <summary>From here on no mutant is active, and those that are reached are written down.</summary>
    public void BeginCoverage()
    {
        _capture.SetValue(null, true);
        _ = TakeCoverage();
    }

    public void EndCoverage()
    {
        _ = TakeCoverage();
        _capture.SetValue(null, false);
        ActivateNone();
    }

    /// <summary>The mutants that were reached since the last call, and those of them that run once in a process.</summary>
    public (IReadOnlyList<int> Reached, IReadOnlyList<int> Once) TakeCoverage()
    {
        var lists = (IList<int>[])_coverage.Invoke(null, null)!;
        return ([.. lists[0]], [.. lists[1]]);
    }

    private static InvalidOperationException Unknown(string member) =>
        new($"Stryker's switch has no {member}: it is of another version than eng/mutate installs.");
}
