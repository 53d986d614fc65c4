using Enas.Pipeline.Ports;

namespace Enas.Pipeline.Networks;

/// <summary>The sections of checkpoints that networks have, in searches and in final trainings.</summary>
internal static class NetworkSections
{
    /// <summary>Weights of a recurrent network that is trained, and the hidden state that it carries on.</summary>
    public static SectionKind RecurrentWeights { get; } = new("weights", 1, "weights/", "state/");

    /// <summary>Weights of a convolutional network that is trained, with velocities and running statistics.</summary>
    public static SectionKind ImageWeights { get; } = new("weights", 1, "weights/", "velocity/", "running/");

    /// <summary>How far a final training is: validations so far, and averaged weights.</summary>
    public static SectionKind Training { get; } = new("training", 1, "final/", "average/");

    /// <summary>The network of the best validation, which a final training is for.</summary>
    public static SectionKind Best { get; } = new("best", 1, "best/") { Retired = ["best/velocity/"] };

    /// <summary>What the data of the network look like, so that using it takes no data.</summary>
    public static SectionKind Data { get; } = new("data", 1, "data/") { FirstFormat = 2, Added = ["data/words"] };
}
