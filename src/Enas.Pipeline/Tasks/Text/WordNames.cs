namespace Enas.Pipeline.Tasks.Text;

/// <summary>Pronounceable words by number: syllables of a consonant and a vowel, the number in base 70. Different
/// numbers, different words.</summary>
internal static class WordNames
{
    private const string Consonants = "bdfgklmnprstvz";
    private const string Vowels = "aeiou";
    private const int Syllables = 70;

    /// <summary>Word 0 is "ba", 1 "be", 5 "da", 69 "zu", 70 "beba".</summary>
    public static string Of(int number)
    {
        var word = "";
        do
        {
            var syllable = number % Syllables;
            word = $"{Consonants[syllable / Vowels.Length]}{Vowels[syllable % Vowels.Length]}{word}";
            number /= Syllables;
        }
        while (number > 0);
        return word;
    }
}
