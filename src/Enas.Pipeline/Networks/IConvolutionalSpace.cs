namespace Enas.Pipeline.Networks;

/// <summary>A space whose architectures are convolutional networks.</summary>
internal interface IConvolutionalSpace
{
    /// <summary>Its networks.</summary>
    ImageNetworkFamily Networks { get; }
}
