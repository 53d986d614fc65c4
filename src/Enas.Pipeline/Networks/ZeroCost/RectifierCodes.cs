using System.Numerics;
using Enas.Pipeline.Numerics;

namespace Enas.Pipeline.Networks.ZeroCost;

/// <summary>
/// The binary codes that images have in a network: for each rectifier and each of its elements whether it lets that element pass (Mellor et
/// al. 2021, docs/algorithms.md#zero-cost-proxies). Kept as how many elements two images agree in, which is a whole number.
/// </summary>
/// <param name="imageCount">N.</param>
internal sealed class RectifierCodes(int imageCount)
{
    private const int BitsOfAWord = 64;

    private readonly long[,] _agreements = new long[imageCount, imageCount];

    /// <summary>Counts one rectifier in.</summary>
    /// <param name="input">What it reads, or what it gives, [N, elements]: an element passes where it is above 0.</param>
    public void Add(ReadOnlySpan<float> input)
    {
        var elements = input.Length / imageCount;
        var words = (elements + BitsOfAWord - 1) / BitsOfAWord;
        var codes = new ulong[imageCount * words];
        for (var image = 0; image < imageCount; image++)
        {
            for (var i = 0; i < elements; i++)
            {
                codes[(image * words) + (i / BitsOfAWord)] |= input[(image * elements) + i] > 0 ? 1UL << (i % BitsOfAWord) : 0;
            }
        }

        for (var one = 0; one < imageCount; one++)
        {
            for (var other = 0; other <= one; other++)
            {
                var different = 0L;
                for (var word = 0; word < words; word++)
                {
                    different += BitOperations.PopCount(codes[(one * words) + word] ^ codes[(other * words) + word]);
                }

                _agreements[one, other] += elements - different;
            }
        }
    }

    /// <summary>log |det K| in nats, where K is the matrix of agreements; null where it is singular, as it is where two images have one
    /// code.</summary>
    public double? LogDeterminant
    {
        get
        {
            double[][] kernel =
            [
                .. Enumerable.Range(0, imageCount).Select(one =>
                    Enumerable.Range(0, one + 1).Select(other => (double)_agreements[one, other]).ToArray()),
            ];
            return new Cholesky(kernel, 0).LogDeterminant;
        }
    }
}
