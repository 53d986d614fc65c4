using Enas.Pipeline.Tensors;

namespace Enas.TestKit.Conformance;

/// <summary>
/// What every backend must do, checked against the float64 oracle: one list of named checks, which each backend's test project runs as a
/// theory. A new space or operation joins by a line here. Tolerances are beside the checks that use them.
/// </summary>
public static class BackendConformance
{
    private static readonly (string Name, Action<Func<ITensorBackend>> Check)[] s_checks =
    [
        ("operations", OperationChecks.Primitives),
        ("operations on images, fuzzed", OperationChecks.FuzzedImages),
        ("operations on images, usual shapes", OperationChecks.UsualImages),
        ("statistics of a batch norm", OperationChecks.Statistics),
        ("recurrent cell", OperationChecks.RecurrentCells),
        ("recurrent cell with node norms", OperationChecks.RecurrentCellsWithNodeNorms),
        ("recurrent cell without gradients", OperationChecks.RecurrentCellsWithoutGradients),
        ("tied decoder", OperationChecks.TiedDecoders),
        ("optimisers", OptimiserChecks.Steps),
        ("what a loss does not depend on", OptimiserChecks.UntouchedParameters),
        ("errors", OptimiserChecks.Errors),
        ("recurrent supernet", NetworkChecks.RecurrentSupernet),
        ("recurrent network", NetworkChecks.RecurrentNetwork),
        ("checkpoints from and to the oracle", NetworkChecks.Checkpoints),
        ("convolutional supernets", ImageNetworkChecks.Supernets),
        ("operations of convolutional spaces", ImageNetworkChecks.Operations),
        ("fixed convolutional networks", ImageNetworkChecks.FixedNetworks),
        ("checkpoints of convolutional supernets", ImageNetworkChecks.Checkpoints),
    ];

    /// <summary>Names of the checks.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_checks.Select(check => check.Name)];

    /// <summary>Names of those on images: half of the time that all take, so that a test project runs them beside the others.</summary>
    public static IReadOnlyList<string> ImageNames { get; } = [.. Names.Where(IsOfImages)];

    /// <summary>Names of the others.</summary>
    public static IReadOnlyList<string> OtherNames { get; } = [.. Names.Where(name => !IsOfImages(name))];

    /// <summary>Runs a check on fresh backends.</summary>
    /// <exception cref="Exception">It does not hold; the message says where.</exception>
    public static void Check(string name, Func<ITensorBackend> create) => s_checks.Single(check => check.Name == name).Check(create);

    private static bool IsOfImages(string name) =>
        name.Contains("images", StringComparison.Ordinal) || name.Contains("convolutional", StringComparison.Ordinal);
}
